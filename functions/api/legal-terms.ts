/** The terms of use: what one may expect and may not do. What is charged, and when, is said as the software does it. */
import { addressOf, LEGAL_ENTITY, SERVICE } from "../../core/base/legal-entity.ts";
import type { Locale } from "../../core/base/locale.ts";
import { RETENTION } from "../../core/privacy/retention.ts";
import type { LegalPage, LegalPart } from "./legal-layout.ts";

const { name, form, siren, contact } = LEGAL_ENTITY;
const part = (id: string, title: string, ...paragraphs: string[]): LegalPart => ({
  id,
  title,
  blocks: paragraphs.map((text) => ({ text })),
});

const en = (): LegalPage => ({
  title: "Terms of Use",
  intro: [
    `The contract between you and ${name} ${form} (SIREN ${siren}, ${addressOf("en")}) for the use of ${SERVICE}.`,
  ],
  parts: [
    part(
      "service",
      "1. The service",
      `${SERVICE} makes images, clips and speech from a text or a picture of yours, with AI models of a provider named on the Subprocessors page.`,
      "Results come from a machine: they can be wrong, and similar ones can be made for others. Check them before you rely on them.",
    ),
    part(
      "account",
      "2. Your account",
      "You need a name, an email address that you have confirmed, and a password. Keep the password to yourself; the account is yours alone and cannot be handed on.",
      `You close the account yourself in “Settings > GDPR & my data”; the deletion can be cancelled for ${RETENTION.closing.days} days, or done at once.`,
    ),
    part(
      "credits",
      "3. Credits",
      "Every request shows its price in credits before you send it. That price is set aside, and only what has been delivered is charged. What fails, is refused or is cancelled in time gives its credits back by itself.",
      "Credits are no money, and cannot be passed on. They cannot be bought yet; once they can, the price, the right of withdrawal of 14 days and how to use it will be shown before payment.",
    ),
    part(
      "content",
      "4. Your content",
      "What you upload stays yours, and so do the results as far as the law lets them belong to anybody. We use both for nothing but the request that you have made, and train no models with them.",
      "Upload only what you have the right to use. If a picture shows somebody else, you need that person’s agreement. Leave out health data and other sensitive data.",
    ),
    part(
      "forbidden",
      "5. What is not allowed",
      "No illegal content; nothing that sexualises minors; no intimate pictures of people without their agreement; no deceiving about who said or did something; no attack on the service or on others with it.",
      "Results carry a mark that says that they were made by AI. Do not remove it, and say so yourself where the law asks you to (Regulation (EU) 2024/1689, Article 50).",
      `An account that breaks these rules can be suspended. The reason is told, and a person looks at it again on request to ${contact}. Your rights over your data stay open meanwhile.`,
    ),
    part(
      "liability",
      "6. Availability and liability",
      "We run the service with care and do not promise that it is always available. We answer for damage as the law provides; nothing here limits the rights that the law gives to consumers.",
    ),
    part(
      "changes",
      "7. Changes, law, disputes",
      "A change of these terms is announced before it applies; who does not agree can close the account.",
      `French law applies; consumers keep the protection of the law of the country in which they live. Write to ${contact} first: most things are settled that way.`,
    ),
  ],
});

const fr = (): LegalPage => ({
  title: "Conditions d’utilisation",
  intro: [
    `Le contrat entre vous et ${name} ${form} (SIREN ${siren}, ${addressOf("fr")}) pour l’utilisation de ${SERVICE}.`,
  ],
  parts: [
    part(
      "service",
      "1. Le service",
      `${SERVICE} crée des images, des clips et de la voix à partir d’un texte ou d’une de vos images, avec les modèles d’IA d’un fournisseur nommé sur la page Sous-traitants.`,
      "Les résultats viennent d’une machine : ils peuvent être faux, et d’autres personnes peuvent en obtenir de semblables. Vérifiez-les avant de vous y fier.",
    ),
    part(
      "account",
      "2. Votre compte",
      "Il vous faut un nom, une adresse e-mail confirmée et un mot de passe. Gardez ce mot de passe pour vous ; le compte vous est personnel et ne se cède pas.",
      `Vous fermez le compte vous-même dans « Paramètres > RGPD et mes données » ; la suppression s’annule pendant ${RETENTION.closing.days} jours, ou se fait tout de suite.`,
    ),
    part(
      "credits",
      "3. Les crédits",
      "Chaque demande affiche son prix en crédits avant l’envoi. Ce prix est réservé, et seul ce qui a été livré est débité. Ce qui échoue, est refusé ou est annulé à temps rend ses crédits de lui-même.",
      "Les crédits ne sont pas de l’argent et ne se cèdent pas. Ils ne peuvent pas encore être achetés ; quand ils le pourront, le prix, le droit de rétractation de 14 jours et la façon de l’exercer seront affichés avant le paiement.",
    ),
    part(
      "content",
      "4. Vos contenus",
      "Ce que vous téléversez reste à vous, de même que les résultats dans la mesure où la loi permet qu’ils appartiennent à quelqu’un. Nous ne nous en servons que pour la demande que vous avez faite, jamais pour entraîner un modèle.",
      "Ne téléversez que ce que vous avez le droit d’utiliser. Si une image montre quelqu’un d’autre, il vous faut son accord. N’envoyez ni données de santé ni autres données sensibles.",
    ),
    part(
      "forbidden",
      "5. Ce qui est interdit",
      "Aucun contenu illicite ; rien qui sexualise des mineurs ; aucune image intime de personnes sans leur accord ; aucune tromperie sur l’auteur de propos ou d’actes ; aucune attaque contre le service ou, par lui, contre autrui.",
      "Les résultats portent une marque indiquant qu’ils ont été produits par une IA. Ne la retirez pas, et indiquez-le vous-même là où la loi vous le demande (règlement (UE) 2024/1689, article 50).",
      `Un compte qui enfreint ces règles peut être suspendu. Le motif est indiqué, et une personne réexamine le cas sur demande à ${contact}. Vos droits sur vos données restent ouverts entre-temps.`,
    ),
    part(
      "liability",
      "6. Disponibilité et responsabilité",
      "Nous exploitons le service avec soin, sans promettre qu’il soit toujours disponible. Nous répondons des dommages dans les conditions prévues par la loi ; rien ici ne limite les droits que la loi donne aux consommateurs.",
    ),
    part(
      "changes",
      "7. Modifications, droit applicable, litiges",
      "Une modification des présentes conditions est annoncée avant de s’appliquer ; qui n’est pas d’accord peut fermer son compte.",
      `Le droit français s’applique ; les consommateurs conservent la protection de la loi du pays où ils vivent. Écrivez d’abord à ${contact} : la plupart des choses se règlent ainsi.`,
    ),
  ],
});

/** The whole page. */
export const termsPage = (locale: Locale): LegalPage => (locale === "fr" ? fr() : en());
