/** The balance and its history. */

export const credits = {
  lead: "What you have, what is set aside for work under way, and every movement.",
  available: "Available",
  held: "Set aside",
  spent: "Spent so far",
  worth: "worth",
  heldHint: "for what is being made; it comes back if that fails",
  history: "History",
  when: "Date",
  what: "What",
  change: "Change",
  event: {
    issue: "Welcome credits",
    hold: (what: string) => `Set aside for ${what}`,
    capture: (what: string, shown: string) => `Spent on ${what}: ${shown} out of those set aside`,
    release: (what: string) => `Given back for ${what}`,
  },
  deletedWork: "something you have deleted",
  emptyTitle: "No movement yet",
  emptyText: "What you receive and what you spend is listed here, line by line.",
  toStudio: "Make something",
};
