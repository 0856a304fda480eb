/**
 * The one list of all tables, for migrations and for the privacy engines. Explicit, because a table that registered
 * itself by being imported would be missing wherever nobody imports it; a test compares it with the *.sql.ts files.
 */
export { account, accountToken, emailChange } from "./account/account.sql.ts";
export { clockRun } from "./audit/clock-run.sql.ts";
export { securityEvent } from "./audit/security-event.sql.ts";
export { consentEvent } from "./consent/consent.sql.ts";
export { creditEntry, creditLot } from "./credit/credit.sql.ts";
export { directive, directiveExecutor } from "./directive/directive.sql.ts";
export { generation, generationInput } from "./generation/generation.sql.ts";
export { mail } from "./mail/mail.sql.ts";
export { productLetter } from "./mail/product-letter.sql.ts";
export { media } from "./media/media.sql.ts";
export { outbox } from "./outbox/outbox.sql.ts";
export { pageCount } from "./page-count/page-count.sql.ts";
export { recentPrompt, rememberedSettings } from "./preference/preference.sql.ts";
export { erasure } from "./privacy/erasure/erasure.sql.ts";
export { dataExport, exportChunk, exportItem, exportPart } from "./privacy/export/export.sql.ts";
export { journalLink, journalPending } from "./privacy/journal/journal.sql.ts";
export { policyNotice } from "./privacy/policy/policy-notice.sql.ts";
export { purgeRun } from "./privacy/purge/purge.sql.ts";
export { remoteItem, transfer } from "./privacy/transfer.sql.ts";
export { transferNotice } from "./privacy/transfer-notice.sql.ts";
export { session, throttle } from "./session/session.sql.ts";
export { staff } from "./staff/staff.sql.ts";
