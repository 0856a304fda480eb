/** The calls of "GDPR & my data", by the same client as all others. */
import type * as v from "valibot";
import type { ClosingRequest as ClosingShape, ClosingView } from "../../core/account/closing.schema.ts";
import type { PrivacyPanel } from "../../core/account/panel.schema.ts";
import type { PurgeChoice, RestrictionView, SealedChoice } from "../../core/account/restriction.schema.ts";
import type { ConsentPage, ConsentPurpose } from "../../core/consent/consent.schema.ts";
import type {
  DirectiveRequest as DirectiveShape,
  DirectiveView,
} from "../../core/directive/directive.schema.ts";
import type { ExportView } from "../../core/privacy/export/export.schema.ts";
import type { TransferPage } from "../../core/privacy/transfer.schema.ts";
import type { HeldData } from "../../core/privacy/why/why.schema.ts";
import { api, done, json } from "./api.ts";
import type { Locale } from "./locale.ts";

export type {
  ClosingView,
  ConsentPage,
  ConsentPurpose,
  DirectiveView,
  ExportView,
  HeldData,
  PrivacyPanel,
  PurgeChoice,
  RestrictionView,
  SealedChoice,
  TransferPage,
};
export type ClosingRequest = v.InferInput<typeof ClosingShape>;
export type DirectiveRequest = v.InferInput<typeof DirectiveShape>;
export type ExportList = { items: ExportView[] };

export const proveSession = (password: string): Promise<{ until: string }> =>
  json(api.session.proof.$post({ json: { password } }));

/** All that the panel shows when it opens. */
export const readPanel = (): Promise<PrivacyPanel> => json(api.privacy.$get());
export const readHeldData = (): Promise<HeldData> => json(api.privacy.data.$get());
export const listTransfers = (cursor?: string): Promise<TransferPage> =>
  json(api.privacy.transfers.$get({ query: { cursor } }));

export const listExports = (): Promise<ExportList> => json(api.privacy.exports.$get());
export const requestExport = (): Promise<ExportView> => json(api.privacy.exports.$post());
export const readExport = (id: string): Promise<ExportView> =>
  json(api.privacy.exports[":id"].$get({ param: { id } }));
export const deleteExport = (id: string): Promise<void> =>
  done(api.privacy.exports[":id"].$delete({ param: { id } }));
/** Where a part of an export is fetched by the browser itself. */
export const partAddress = (id: string, part: number): string => `/api/privacy/exports/${id}/parts/${part}`;

type Choice = { purpose: ConsentPurpose; given: boolean; noticeVersion: string; noticeLocale: Locale };
/** The switches, and a page of the history. */
export const listConsents = (cursor?: string): Promise<ConsentPage> =>
  json(api.privacy.consents.$get({ query: { cursor } }));
export const chooseConsent = async (choice: Choice): Promise<void> => {
  await api.privacy.consents.$put({ json: choice as Choice & { given: true } });
};
export const consentReceipt = (id: string): string => `/api/privacy/consents/${id}/receipt`;

export const readRestriction = (): Promise<RestrictionView> => json(api.privacy.restriction.$get());
export const restrict = (purge: PurgeChoice): Promise<RestrictionView> =>
  json(api.privacy.restriction.$put({ json: { purge } }));
export const announceLift = (): Promise<RestrictionView> => json(api.privacy.restriction.$delete());
export const confirmLift = (sealed: SealedChoice): Promise<RestrictionView> =>
  json(api.privacy.restriction.lift.$put({ json: { sealed } }));
export const withdrawLift = (): Promise<RestrictionView> => json(api.privacy.restriction.lift.$delete());

export const readDirective = (): Promise<DirectiveView> => json(api.privacy.directive.$get());
export const giveDirective = (directive: DirectiveRequest): Promise<DirectiveView> =>
  json(api.privacy.directive.$put({ json: directive }));
export const revokeDirective = (): Promise<DirectiveView> => json(api.privacy.directive.$delete());
export const directiveReceipt = (id: string): string => `/api/privacy/directive/receipts/${id}`;

export const readClosing = (): Promise<ClosingView> => json(api.privacy.closing.$get());
export const askClosing = (request: ClosingRequest): Promise<ClosingView> =>
  json(api.privacy.closing.$put({ json: request }));
export const cancelClosing = (): Promise<ClosingView> => json(api.privacy.closing.$delete());
