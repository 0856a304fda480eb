/** La politique en français : the same sentences as text-en.ts, made from the same facts. */
import { AUTHORITY, addressOf, LEGAL_ENTITY, SERVICE } from "../../base/legal-entity.ts";
import { CATEGORY_WORDS } from "../category-words.ts";
import type { Category } from "../map.ts";
import { CATEGORIES } from "../why/why.schema.ts";
import { capital, type Facts, small } from "./facts.ts";
import type { Section } from "./policy.schema.ts";

const { name, form, siren, contact } = LEGAL_ENTITY;
const PANEL = "« Paramètres > RGPD et mes données »";

export const TITLE_FR = "Politique de confidentialité";

/** Toutes les sections, dans l’ordre de la politique. */
export const sectionsFr = (facts: Facts): Section[] => [
  controller(),
  purposes(facts),
  categories(facts),
  voice(facts),
  recipients(facts),
  retention(facts),
  rights(facts),
  cookies(facts),
];

const controller = (): Section => ({
  number: "01",
  title: "Responsable du traitement",
  blocks: [
    {
      text: `Le responsable du traitement des données personnelles collectées par le service ${SERVICE} est ${name}, ${form} immatriculée sous le numéro SIREN ${siren}, dont le siège social est situé ${addressOf("fr")}. La présente politique informe l’utilisateur, conformément aux articles 13 et 14 du règlement (UE) 2016/679 (RGPD) et à la loi Informatique et Libertés du 6 janvier 1978 modifiée, des conditions dans lesquelles les données personnelles sont collectées, traitées et conservées.`,
    },
    { text: `Pour toute question ou demande d’exercice de droits, l’adresse de contact est : ${contact}.` },
    {
      text: `${name} n’a pas désigné de délégué à la protection des données, car elle ne remplit pas les critères de désignation obligatoire de l’article 37 du RGPD ; un point de contact interne RGPD est néanmoins tenu à l’adresse ci-dessus.`,
    },
    {
      text: "Une adresse e-mail, un nom et un mot de passe sont nécessaires pour ouvrir un compte ; sans eux, il n’y en a pas. Tout le reste est fourni ou non selon le souhait de l’utilisateur. Aucune décision produisant des effets juridiques sur une personne n’est prise par des moyens exclusivement automatisés (article 22 du RGPD).",
    },
  ],
});

const purposes = (facts: Facts): Section => ({
  number: "02",
  title: "Finalités et bases légales",
  blocks: [
    {
      text: "Les données personnelles sont traitées pour les finalités suivantes :",
      items: facts.purposes.map(({ text, bases, kept, recipients }) => {
        const period =
          kept.length > 0 ? kept.join(" ; ") : "rien n’est conservé dans le service à ce seul titre";
        return `${capital(text)}. Base légale : ${bases}. Conservation : ${period}. Destinataires : ${recipients || "aucun en dehors du responsable du traitement"}.`;
      }),
    },
  ],
});

const NOT_YET: Partial<Record<Category, string>> = {
  billing:
    " ; aucune n’est collectée avant que des packs de crédits puissent être commandés, ce qui n’est pas encore possible",
  biometric: " ; aucun n’est collecté avant l’ouverture de la fonctionnalité, qui n’a pas encore eu lieu",
};

const categories = (facts: Facts): Section => ({
  number: "03",
  title: "Catégories de données collectées",
  blocks: [
    {
      text: "Les données suivantes sont collectées :",
      items: CATEGORIES.map((category) => {
        const { name: label, holds } = CATEGORY_WORDS[category];
        return `${label.fr} (${holds.fr})${facts.holds(category) ? "" : (NOT_YET[category] ?? "")}`;
      }),
    },
    {
      text: "En dehors de la fonctionnalité facultative de clonage vocal, aucune donnée sensible au sens de l’article 9 du RGPD n’est collectée intentionnellement ; il est rappelé aux utilisateurs de ne pas téléverser de données de santé, biométriques ou autrement sensibles dans les autres parcours du service.",
    },
  ],
});

const voice = (facts: Facts): Section => ({
  number: "04",
  title: "Données biométriques – Clonage vocal",
  blocks: [
    ...(facts.holds("biometric")
      ? []
      : [
          {
            text: "La fonctionnalité de clonage vocal n’est pas encore ouverte : il n’existe ni échantillon ni modèle de voix. Une fois ouverte, ce qui suit s’applique.",
          },
        ]),
    {
      text: "La fonctionnalité de clonage vocal repose sur le traitement de données biométriques au sens de l’article 9.1 du RGPD : un court échantillon de voix, fourni volontairement par l’utilisateur, permet de créer un modèle de voix capable de synthétiser de nouveaux énoncés. La base légale de ce traitement est le consentement explicite de la personne concernée (article 9.2.a du RGPD), recueilli au moment du téléversement de l’échantillon.",
    },
    {
      text: "Ce consentement est : libre (la fonctionnalité est facultative et le service reste pleinement utilisable sans elle), spécifique (limité au clonage vocal, sans réutilisation à d’autres fins), éclairé (l’utilisateur est informé du transfert au sous-traitant MiniMax en Chine et des garanties associées) et univoque (action positive de validation, distincte des conditions d’utilisation).",
    },
    {
      text: "L’utilisateur peut retirer son consentement à tout moment depuis son compte ; le retrait entraîne la suppression du modèle de voix et de l’échantillon d’origine dans un délai maximal de trente jours. Les voix clonées sont strictement liées au compte qui les a créées : elles ne sont ni partagées, ni vendues, ni utilisées pour entraîner des modèles de tiers.",
    },
    {
      text: "Aucune autre catégorie de données biométriques (empreintes digitales, reconnaissance faciale, etc.) n’est collectée par le service.",
    },
  ],
});

const GATE = {
  text: "Rien n’est envoyé sans ces clauses, ni une fois passée la date de réexamen de l’évaluation de ce transfert.",
};
const TRANSFER = [
  {
    text: "Le transfert à MiniMax constitue un transfert hors de l’Union européenne vers un pays ne bénéficiant pas d’une décision d’adéquation. Ce transfert est encadré par les clauses contractuelles types adoptées par la Commission européenne (décision d’exécution 2021/914, module deux) et se limite aux instructions et aux fichiers strictement nécessaires à la génération demandée : ni nom, ni adresse, ni numéro de compte, ni adresse IP n’est envoyé, et ce que les fichiers disent du lieu et de l’appareil en est d’abord retiré.",
  },
  {
    text: `Chaque demande qui emporte quelque chose de l’utilisateur est consignée sans son contenu, et l’utilisateur en lit la trace dans ${PANEL} : ce qui a été envoyé, combien d’octets, quand, sur quel fondement, et quand la copie a été supprimée là-bas. Elle y est supprimée une fois terminée la demande qui en avait besoin.`,
  },
];

function recipients(facts: Facts): Section {
  const listed = facts.recipients.map(({ name: who, place, services }) => `${who} (${place}) : ${services}`);
  const here = facts.local
    ? "L’application, la base de données, les fichiers, les files d’attente et les e-mails restent sur la machine où tourne cette copie locale du service."
    : "";
  const intro =
    listed.length > 0
      ? `${here} Conformément à l’article 28 du RGPD, ${name} recourt aux sous-traitants suivants, liés par des contrats de sous-traitance de données :`.trim()
      : `${here} Aucun sous-traitant ne reçoit quoi que ce soit.`.trim();
  return {
    number: "05",
    title: "Sous-traitants et transferts hors UE",
    blocks: [
      listed.length > 0 ? { text: intro, items: listed } : { text: intro },
      ...(facts.standIn
        ? [
            {
              text: "Les modèles génératifs sont remplacés par une doublure livrée avec le service : rien n’est transféré hors de l’Union européenne.",
            },
          ]
        : [...TRANSFER, ...(facts.local ? [] : [GATE])]),
      ...(facts.holds("billing")
        ? []
        : [
            {
              text: "Les paiements, une fois que des packs de crédits pourront être commandés, seront traités par Viva Payment Services SA (Grèce). Elle ne reçoit rien avant cela.",
            },
          ]),
      {
        text: "Il est conseillé aux utilisateurs de ne pas transmettre d’informations personnelles sensibles dans leurs instructions.",
      },
    ],
  };
}

const retention = (facts: Facts): Section => ({
  number: "06",
  title: "Durées de conservation",
  blocks: [
    {
      text: "Les durées de conservation suivantes s’appliquent :",
      items: facts.rules.map(({ what, kept }) => `${capital(what)} : ${kept}`),
    },
    ...(facts.holds("billing")
      ? []
      : [
          {
            text: "Une fois que des packs de crédits pourront être commandés : les factures et pièces comptables seront conservées dix ans, conformément à l’article L123-22 du Code de commerce ; les données de paiement, le temps nécessaire à la finalisation de la transaction, la banque conservant ses propres enregistrements.",
          },
        ]),
  ],
});

const rights = (facts: Facts): Section => ({
  number: "07",
  title: "Droits des personnes concernées",
  blocks: [
    {
      text: "Conformément aux articles 15 à 22 du RGPD, l’utilisateur dispose des droits suivants : droit d’accès (art. 15), droit de rectification (art. 16), droit à l’effacement ou « droit à l’oubli » (art. 17), droit à la limitation du traitement (art. 18), droit à la portabilité des données dans un format structuré et lisible par machine (art. 20), droit d’opposition au traitement fondé sur l’intérêt légitime (art. 21), et droit de définir des directives relatives au sort de ses données après son décès.",
    },
    {
      text: `La plupart de ces droits s’exercent directement et immédiatement depuis le compte utilisateur, dans la rubrique ${PANEL}. Ce panneau intégré permet :`,
      items: [
        `la consultation et l’export de toutes les données personnelles sous forme de fichiers ZIP contenant une copie JSON portable et les fichiers générés par l’utilisateur, disponibles ${facts.exportDays} jours (art. 15 et 20)`,
        "la gestion détaillée des consentements marketing, mesure d’audience et personnalisation (art. 7 et 21)",
        "la suspension du traitement en mode lecture seule (art. 18)",
        `la demande de suppression définitive du compte avec un délai de grâce de ${facts.graceDays} jours, annulable à tout moment depuis la même interface, délai auquel l’utilisateur peut aussi renoncer (art. 17)`,
        "des directives pour après le décès (art. 85 de la loi Informatique et Libertés)",
      ],
    },
    {
      text: `Pour les demandes complexes, les questions préalables ou la rectification de données non modifiables depuis le compte, l’utilisateur peut aussi écrire à ${contact}, en joignant si nécessaire un justificatif d’identité ; une réponse est apportée dans un délai d’un mois, prolongeable de deux mois pour les demandes complexes.`,
    },
    {
      text: `En cas de désaccord persistant, l’utilisateur peut introduire une réclamation auprès de la ${AUTHORITY.name.fr}, ${AUTHORITY.address}, ${AUTHORITY.site}.`,
    },
  ],
});

const cookies = (facts: Facts): Section => ({
  number: "08",
  title: "Cookies",
  blocks: [
    {
      text: `L’usage des cookies sur le service ${SERVICE} est détaillé dans la politique relative aux cookies, accessible depuis le pied de page du site.`,
    },
    {
      text: "Les cookies strictement nécessaires au fonctionnement du service sont déposés sans consentement préalable, conformément à l’article 82 de la loi Informatique et Libertés :",
      items: facts.cookies.map(
        ({ name: cookie, life, purpose }) => `${cookie} (${life}) : ${small(purpose)}`,
      ),
    },
    {
      text: facts.banner
        ? "Les cookies non essentiels sont soumis à un consentement préalable, explicite et détaillé, recueilli par le bandeau affiché à la première visite."
        : "Rien d’autre n’est conservé dans le navigateur. Tout dépôt futur de cookies non essentiels (mesure d’audience, marketing) serait soumis à un consentement préalable, explicite et détaillé, recueilli par le bandeau affiché à la première visite.",
    },
    {
      text: `Le consentement reste révocable à tout moment depuis le panneau RGPD du compte (${PANEL}), aussi facilement qu’il a été donné.`,
    },
  ],
});
