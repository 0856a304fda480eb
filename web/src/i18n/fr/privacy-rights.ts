import type { rights as shape } from "../en/privacy-rights.ts";

export const rights: typeof shape = {
  title: "RGPD et mes données",
  lead: "Tous vos droits, ici et aussitôt, sans rien demander à personne.",
  contents: "Sur cette page",
  back: "RGPD et mes données",
  entries: (count, written) => `${written} ${count < 2 ? "entrée" : "entrées"}`,
  receipt: "Reçu",

  held: {
    title: "Ce qui est détenu, et pourquoi",
    lead: "Lu dans le logiciel même : cela ne peut rien dire d’autre que ce qui se fait.",
    open: "Voir pourquoi, qui le reçoit et jusqu’à quand",
    category: "Type de données",
    count: "Entrées",
    pageTitle: "Ce qui est détenu, et pourquoi",
    why: "Pourquoi",
    basis: "Base légale",
    who: "Qui d’autre le reçoit",
    nobody: "Personne",
    outside: "hors de l’Union européenne",
    until: "Conservation",
    ends: "Prend fin le",
    endsBetween: "Prend fin entre le",
    and: "et le",
    erasure: "À la fermeture du compte",
    exported: "Dans votre export",
    yes: "Oui",
    no: (reason) => `Non : ${reason}`,
    change: "Pour le changer ou y mettre fin :",
    nothing: "Rien pour l’instant.",
  },

  consents: {
    title: "Consentements",
    lead: "Tous sont désactivés tant que vous ne les activez pas. Rien d’autre n’en dépend, et un changement compte dès votre prochaine action.",
    on: "Activé",
    off: "Désactivé",
    since: "depuis le",
    paused:
      "Rien n’en est fait pour l’instant, car le traitement est limité ou votre compte en cours de fermeture.",
    outdated:
      "Le texte a changé depuis votre accord : votre consentement ne compte plus. Relisez-le avant de choisir.",
    givenOn: "Donné le",
    given: "Donné",
    withdrawn: "Retiré",
    methods: { toggle: "ici", unsubscribe: "par le lien d’un message", banner: "dans le bandeau" },
    history: "Historique et reçus",
    noHistory: "Vous n’avez encore rien choisi.",
    saved: "Enregistré. Cela compte dès maintenant.",
    remembered: "Ce qui est mémorisé",
    rememberedNothing: "Rien pour l’instant.",
    forget: (prompt) => `Oublier «\u202f${prompt}\u202f»`,
    settingsFor: {
      image: "Réglages pour les images",
      clip: "Réglages pour les clips",
      speech: "Réglages pour la voix",
    },
  },

  restriction: {
    title: "Limiter le traitement",
    lead: "Vos données restent où elles sont, et rien n’en est fait jusqu’à ce que vous le disiez (RGPD, art. 18).",
    effects: [
      "Vous pouvez tout consulter, mais ne rien créer ni modifier.",
      "Ce qui attend son tour est annulé et remboursé. Ce que le fournisseur est déjà en train de faire est scellé jusqu’à la levée.",
      "Les messages d’actualité, le comptage des pages et les réglages mémorisés s’arrêtent, quels que soient vos consentements.",
      "Vous pouvez toujours exporter, retirer un consentement, fermer le compte et vous déconnecter.",
    ],
    purge: "Un contenu prend fin un an après sa création. Pendant la limitation :",
    purgeChoices: { keep: "Le garder jusqu’à la levée", as_usual: "Le supprimer comme d’habitude" },
    start: "Limiter le traitement",
    startTitle: "Limiter le traitement maintenant ?",
    startText:
      "Cela prend effet aussitôt, sur tous vos appareils. Pour lever la limitation, vous l’annoncez d’abord, puis vous confirmez.",
    started: "Le traitement est limité.",
    since: "Le traitement est limité depuis le",
    purgeSaved: "Enregistré.",
    announce: "Lever la limitation",
    announceHint:
      "Première étape sur deux : la loi veut que vous en soyez informé avant. Rien ne change avant votre confirmation.",
    announceDone: "C’est annoncé. Rien ne change avant votre confirmation.",
    announced: "La levée est annoncée. Confirmez-la ici avant le",
    sealed: (count, written, credits) =>
      count < 2
        ? `${written} création est arrivée ou en route. La garder coûte ${credits} ; l’écarter ne coûte rien.`
        : `${written} créations sont arrivées ou en route. Les garder coûte ${credits} ; les écarter ne coûte rien.`,
    sealedChoice: "Ce qu’il en advient",
    sealedChoices: { keep: "Garder et payer", discard: "Écarter, ne rien payer" },
    lift: "Confirmer la levée",
    stay: "Maintenir la limitation",
    lifted: "La limitation est levée.",
    stayed: "La limitation reste en place.",
  },

  directives: {
    title: "Après mon décès",
    lead: "Décidez du sort de vos données : conserver, effacer ou remettre (art. 85 de la loi Informatique et Libertés).",
    none: "Rien n’est encore décidé.",
    some: "Des directives sont en vigueur depuis le",
    open: "Donner ou modifier des directives",
    categories: {
      creations: "Ce que j’ai téléversé et créé",
      account: "Mon compte",
      creditHistory: "L’historique de mes crédits",
    },
    choices: { keep: "Conserver", erase: "Effacer", hand_over: "Remettre" },
    executor: "Qui les exécute (facultatif)",
    executorHint: "Nécessaire si quelque chose doit être remis.",
    name: "Prénom et nom",
    email: "Adresse e‑mail",
    consentHeading: "Ce que vous acceptez",
    consent: "J’ai lu ce texte et je l’accepte.",
    consentFirst: "Cochez la case ci-dessus pour enregistrer.",
    choicesFirst: "Choisissez pour chacun des trois.",
    executorFirst: "Nommez la personne à qui remettre vos données.",
    save: "Enregistrer mes directives",
    saved: "Vos directives sont enregistrées. Le reçu est ci-dessous.",
    revoke: "Révoquer mes directives",
    revokeTitle: "Révoquer vos directives ?",
    revokeText: "Plus rien n’est décidé. Vous pouvez en donner de nouvelles à tout moment.",
    revoked: "Vos directives sont révoquées.",
    versions: "Versions et reçus",
    given: (version) => `Version ${version}, donnée le`,
    ended: (version) => `Version ${version}, révoquée le`,
  },

  transfers: {
    title: "Transferts vers la Chine",
    lead: "Les modèles fonctionnent chez MiniMax en Chine, un pays sans décision d’adéquation. Chaque appel est noté : ce qui est parti, quand, et quand la copie là-bas a été supprimée.",
    leadStandIn:
      "Les vrais modèles fonctionnent chez MiniMax en Chine, un pays sans décision d’adéquation. Cette copie travaille avec une doublure : rien ne part là-bas. Chaque appel à la doublure est noté tout de même.",
    open: "Voir chaque transfert",
    total: (calls, written, bytes) =>
      `${written} ${calls < 2 ? "appel" : "appels"}, ${bytes} envoyés en tout`,
    calls: (calls, written) => `${written} ${calls < 2 ? "appel" : "appels"} à ce jour`,
    none: "Rien n’a été envoyé.",
    safeguards: "Ce qui les protège",
    staysInside:
      "Cette copie du service utilise une doublure livrée avec elle : rien n’est envoyé hors de l’Union européenne.",
    measures: [
      "Seul part ce que le travail demande : votre texte, et les fichiers que vous avez choisis, débarrassés de leurs données cachées. Ni nom, ni adresse, ni numéro de compte, ni adresse IP.",
      "La copie là-bas est supprimée dès que votre création est revenue.",
      "Les autorités chinoises peuvent malgré tout exiger l’accès à ce qui s’y trouve. N’écrivez et ne téléversez rien de sensible.",
    ],
    notice: "Ce qui vous est dit d’abord",
    noticeRead: "Vous avez indiqué l’avoir lu le",
    noticeUnread: "Il vous sera demandé de le lire avant votre prochaine création.",
    suspended: "Rien n’est envoyé en ce moment :",
    left: (count, written) =>
      `${written} ${count < 2 ? "copie s’y trouve encore et est" : "copies s’y trouvent encore et sont"} en cours de suppression`,
    noneLeft: "Il n’y reste aucune copie",
    period: "Du",
    to: "au",
    list: "Chaque appel",
    what: "Ce qui a été envoyé :",
    ground: "Fondement :",
    digest: "Empreinte (SHA‑256) :",
    for: "Pour cette création",
    copyDeleted: "Copie là-bas supprimée le",
    copyPending: "Copie là-bas : suppression en cours",
    copyThere: "Copie là-bas : jusqu’au retour de la création",
    emptyText: "Dès que vous créez quelque chose, chaque appel au fournisseur est inscrit ici.",
  },

  correct: {
    title: "Rectifier mes données",
    lead: "Ce que vous changez vous-même (RGPD, art. 16) :",
    profile: "Noms et langue",
    address: "Adresse e‑mail et mot de passe",
    rest: "Pour le reste, écrivez à",
  },

  object: {
    title: "M’opposer à un traitement",
    lead: "À tout moment, pour des raisons tenant à votre situation particulière, là où nous nous fondons sur notre intérêt légitime (RGPD, art. 21). Ce qui repose sur un consentement prend fin avec lui, plus haut.",
    write: "Écrire une opposition",
    subject: "Opposition (RGPD, art. 21)",
    body: (processing) =>
      `Je m’oppose à ce traitement : ${processing}.\n\nRaisons tenant à ma situation particulière :\n`,
    meanwhile:
      "Nous répondons sous un mois. D’ici là, vous pouvez faire limiter le traitement, ici et tout de suite :",
  },

  complain: {
    title: "Questions et réclamations",
    contact: "Une question, ou un droit qui ne s’exerce pas ici :",
    answer:
      "Nous répondons sous un mois, ou sous trois si la demande est complexe ; nous le disons alors dans le premier.",
    authority: "Si nous ne réglons pas la question, vous pouvez saisir l’autorité de contrôle :",
    policy: "Politique de confidentialité",
  },
};
