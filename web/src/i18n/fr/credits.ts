import type { Text } from "../en.ts";

export const credits: Text["credits"] = {
  lead: "Ce que vous avez, ce qui est réservé pour le travail en cours, et chaque mouvement.",
  available: "Disponibles",
  held: "Réservés",
  spent: "Dépensés à ce jour",
  worth: "soit",
  heldHint: "pour ce qui est en cours ; ils reviennent en cas d’échec",
  history: "Historique",
  when: "Date",
  what: "Mouvement",
  change: "Variation",
  event: {
    issue: "Crédits de bienvenue",
    hold: (what) => `Réservés pour ${what}`,
    capture: (what, shown) => `Dépensés pour ${what} : ${shown} sur la réserve`,
    release: (what) => `Rendus pour ${what}`,
  },
  deletedWork: "une création supprimée",
  emptyTitle: "Aucun mouvement pour l’instant",
  emptyText: "Ce que vous recevez et ce que vous dépensez est inscrit ici, ligne par ligne.",
  toStudio: "Créer quelque chose",
};
