import type { StaffText } from "../en/staff.ts";

const things = (count: number, shown: string, one: string, many: string) =>
  `${shown} ${count < 2 ? one : many}`;

const alarm: StaffText["alarm"] = {
  erasures_late: (count, shown) =>
    things(
      count,
      shown,
      "effacement est en cours depuis plus d’un jour.",
      "effacements sont en cours depuis plus d’un jour.",
    ),
  closings_late: (count, shown) =>
    things(
      count,
      shown,
      "compte aurait dû être effacé il y a plus d’une heure.",
      "comptes auraient dû être effacés il y a plus d’une heure.",
    ),
  rule_late: (_, __, name) => `Quelque chose qui devrait avoir disparu est encore là\u202f: ${name}.`,
  rule_failed: (count, shown, name) =>
    `${things(count, shown, "élément n’a pas pu être supprimé", "éléments n’ont pas pu être supprimés")} (${name}). Le prochain passage réessaie.`,
  clock_late: (_, __, name) =>
    `La tâche «\u202f${name}\u202f» n’a pas fait son travail depuis plus de deux fois sa période.`,
  clock_failed: (_, __, name) => `Le dernier passage de la tâche «\u202f${name}\u202f» a échoué.`,
  dead_letters: (count, shown, name) =>
    `${things(count, shown, "message a été abandonné", "messages ont été abandonnés")} dans la file «\u202f${name}\u202f». Une fois la cause réparée, npm run redrive les y remet.`,
  outbox_late: (count, shown) =>
    things(
      count,
      shown,
      "message attend de partir depuis plus de dix minutes.",
      "messages attendent de partir depuis plus de dix minutes.",
    ),
  journal_late: (count, shown) =>
    things(
      count,
      shown,
      "inscription n’a pas atteint le journal depuis plus de dix minutes.",
      "inscriptions n’ont pas atteint le journal depuis plus de dix minutes.",
    ),
  queues_unreachable: () => "Les files ne répondent pas\u202f; on ne sait donc pas ce qui y a été abandonné.",
};

export const text: StaffText = {
  title: "Marche du service",
  lead: "Tâches planifiées, purges, effacements et files. Rien ici ne dit quoi que ce soit d’une personne.",

  passwordText:
    "Pour que personne, trouvant cette page ouverte, ne puisse regarder. Il vaut ensuite pour dix minutes.",
  password: "Mot de passe",
  passwordSend: "Afficher",
  passwordAgain: "Redonner le mot de passe",
  stopped: "Votre mot de passe est de nouveau nécessaire.",
  unreachable: "Le service n’a pas pu être joint. Un nouvel essai suit.",

  now: {
    fine: "Tout marche comme il faut.",
    attention: (count, shown) =>
      things(count, shown, "point demande attention.", "points demandent attention."),
  },
  lastKnown: {
    fine: "Dernier état connu\u202f: tout marchait comme il faut.",
    attention: (count, shown) =>
      `Dernier état connu\u202f: ${things(count, shown, "point demandait attention.", "points demandaient attention.")}`,
  },
  asOf: "État à",
  changed: "La liste ci-dessous a changé.",
  showChanges: "L’afficher",
  alarms: "Demande attention",
  over: "Terminé",
  since: "Depuis le",
  never: "Jamais jusqu’ici.",
  alarm,

  clocks: "Tâches planifiées",
  clocksLead: "Les heures sont en UTC pour les tâches qui en ont une.",
  every: (count, shown) => (count === 1 ? "chaque minute" : `toutes les ${shown} minutes`),
  hourly: "chaque heure",
  daily: (hour) => `chaque jour à ${hour}`,
  lastDone: "Dernier passage réussi",
  lastFailed: "Échec",
  running: "En cours depuis",
  notYet: "N’a pas encore eu lieu.",
  next: "Prochain",
  dueNow: "À l’instant",
  late: "En retard",
  failed: "Échec",

  rules: "Purges",
  rulesLead:
    "Ce que chaque règle a trouvé et supprimé à son dernier passage, et la plus ancienne chose qui reste.",
  noRules: "Aucune purge n’a encore eu lieu.",
  kept: "conservation",
  looked: "Passage",
  found: (found, deleted, failed) => `trouvé ${found}, supprimé ${deleted}, en échec ${failed}`,
  oldest: "Le plus ancien qui reste\u202f:",
  dueOn: "échéance",
  nothingLeft: "Il ne reste rien sous cette règle.",

  erasures: "Effacements",
  underWay: "En cours",
  lateOnes: "En retard",
  steps: "Prochaines étapes",
  lastFinished: "Dernier terminé",
  closings: "Comptes en fermeture",
  nextClosing: "Prochain à effacer",
  nothing: "Aucun",

  messages: "Messages et files",
  outbox: "En attente de départ",
  mails: "E‑mails en cours d’envoi",
  oldestOf: "le plus ancien",
  queue: "File",
  waiting: "En attente",
  dead: "Abandonnés",
  noDead: "n’en garde pas",

  journal: "Journal",
  position: "Position",
  pending: "À ranger",
};
