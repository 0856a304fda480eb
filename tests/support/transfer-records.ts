/** Imported first, gives the service of a test file what was signed with the model provider. */
process.env.PROCESSOR_RECORDS = JSON.stringify({
  minimax: {
    agreement: { reference: "DPA-1", signedOn: "2026-01-15", contact: "privacy@example.org" },
    clauses: { signedOn: "2026-01-15" },
    assessment: { id: "TIA-1", assessedOn: "2026-06-01", reviewBy: "2027-06-01" },
  },
});
