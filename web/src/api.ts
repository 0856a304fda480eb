/** Every call that the pages make, by the client that is typed by the API's own routes (types only reach the browser). */
import { hc } from "hono/client";
import type { AccountView } from "../../core/account/account.schema.ts";
import type { CreditBalance, CreditEntryView } from "../../core/credit/credit.schema.ts";
import type {
  GenerationKind,
  GenerationView,
  ModelList,
  Quote,
  Settings,
} from "../../core/generation/generation.schema.ts";
import type { MediaView, UploadTicket } from "../../core/media/media.schema.ts";
import type { TransferNotice } from "../../core/privacy/transfer-notice.schema.ts";
import type { SessionState, SessionView } from "../../core/session/session.schema.ts";
import type { Api } from "../../functions/api/app.ts";
import { send } from "./http.ts";
import type { Locale } from "./locale.ts";

export type {
  AccountView,
  CreditBalance,
  CreditEntryView,
  GenerationKind,
  GenerationView,
  MediaView,
  ModelList,
  Quote,
  SessionState,
  SessionView,
  Settings,
  TransferNotice,
  UploadTicket,
};
export type Page<T> = { items: T[]; next: string | null };
export type LibraryQuery = {
  kind?: GenerationKind | undefined;
  state?: "active" | "ready" | "failed" | undefined;
};

export const api = hc<Api>("/api", { fetch: send });

type Answer<T> = { json(): Promise<T> };
/** The JSON of an answer; one that went wrong was thrown by `send`. */
export const json = async <T>(answer: Promise<Answer<T>>): Promise<T> => (await answer).json();
/** For answers without a body. */
export const done = async (answer: Promise<unknown>): Promise<void> => void (await answer);
/** Idempotency-Key: the same press of a button is never done twice. */
const keyed = (key: string) => ({ headers: { "idempotency-key": key } });
const until = (signal: AbortSignal) => ({ init: { signal } });

type SignUpForm = { firstName: string; lastName: string; email: string; password: string; locale: Locale };

export const readSession = (): Promise<SessionState> => json(api.session.$get());
export const signIn = (body: { email: string; password: string }): Promise<SessionState> =>
  json(api.session.$post({ json: body }));
export const endSession = (): Promise<void> => done(api.session.$delete());

/** Says that a version of the policy was seen: opened, or the line about it put away. */
export const seePolicy = (version: number, how: "opened" | "put_away"): Promise<void> =>
  done(api.privacy.policy.$put({ json: { version, how } }));

/** Where the work goes: what is told before the first of it leaves. */
export const readTransferNotice = (): Promise<TransferNotice> => json(api.privacy["transfer-notice"].$get());
export const acknowledgeTransferNotice = ({ version, locale }: TransferNotice): Promise<void> =>
  done(api.privacy["transfer-notice"].$put({ json: { version, locale } }));

export const listSessions = (): Promise<SessionView[]> => json(api.sessions.$get());
export const revokeSession = (id: string): Promise<void> =>
  done(api.sessions[":id"].$delete({ param: { id } }));
export const revokeOtherSessions = (): Promise<void> => done(api.sessions.$delete());

export const signUp = (body: SignUpForm): Promise<void> => done(api.account.$post({ json: body }));
export const verifyAccount = (token: string): Promise<{ email: string }> =>
  json(api.account.verify.$post({ json: { token } }));
export const changeProfile = (body: {
  firstName?: string;
  lastName?: string;
  locale?: Locale;
}): Promise<AccountView> => json(api.account.$patch({ json: body }));
export const changePassword = (body: { currentPassword: string; newPassword: string }): Promise<void> =>
  done(api.account.password.$post({ json: body }));
export const changeEmail = (body: { newEmail: string; password: string }): Promise<void> =>
  done(api.account.email.$post({ json: body }));
export const confirmEmail = (token: string): Promise<{ email: string }> =>
  json(api.account.email.confirm.$post({ json: { token } }));
export const undoEmail = (token: string): Promise<{ email: string }> =>
  json(api.account.email.undo.$post({ json: { token } }));
export const requestReset = (email: string): Promise<void> =>
  done(api["password-reset"].$post({ json: { email } }));
export const confirmReset = (body: { token: string; newPassword: string }): Promise<void> =>
  done(api["password-reset"].confirm.$post({ json: body }));

export const readCredits = (): Promise<CreditBalance> => json(api.credits.$get());
export const listEntries = (cursor?: string): Promise<Page<CreditEntryView>> =>
  json(api.credits.entries.$get({ query: { cursor } }));

export const readModels = (): Promise<ModelList> => json(api.models.$get());
export const askQuote = (settings: Settings, signal: AbortSignal): Promise<Quote> =>
  json(api.quotes.$post({ json: { settings } }, until(signal)));

export const requestUpload = (file: File, key: string, signal: AbortSignal): Promise<UploadTicket> =>
  json(
    api.media.$post(
      { json: { fileName: file.name || "image", contentType: file.type, bytes: file.size } },
      { ...keyed(key), ...until(signal) },
    ),
  );
export const completeUpload = (id: string, signal: AbortSignal): Promise<MediaView> =>
  json(api.media[":id"].complete.$post({ param: { id } }, until(signal)));
export const readMedia = (id: string, signal: AbortSignal): Promise<MediaView> =>
  json(api.media[":id"].$get({ param: { id } }, until(signal)));
export const listMedia = (cursor?: string): Promise<Page<MediaView>> =>
  json(api.media.$get({ query: { cursor } }));
export const deleteMedia = (id: string): Promise<void> => done(api.media[":id"].$delete({ param: { id } }));
export const restoreMedia = (id: string): Promise<MediaView> =>
  json(api.media[":id"].restore.$post({ param: { id } }));

export const generate = (settings: Settings, quote: string, key: string): Promise<GenerationView> =>
  json(api.generations.$post({ json: { settings, quote } }, keyed(key)));
export const listGenerations = (
  filter: LibraryQuery,
  cursor?: string,
  limit?: number,
): Promise<Page<GenerationView>> =>
  json(api.generations.$get({ query: { ...filter, cursor, limit: limit?.toString() } }));
export const readGeneration = (id: string): Promise<GenerationView> =>
  json(api.generations[":id"].$get({ param: { id } }));
export const cancelGeneration = (id: string): Promise<GenerationView> =>
  json(api.generations[":id"].cancel.$post({ param: { id } }));
export const deleteGeneration = (id: string): Promise<void> =>
  done(api.generations[":id"].$delete({ param: { id } }));
export const restoreGeneration = (id: string): Promise<GenerationView> =>
  json(api.generations[":id"].restore.$post({ param: { id } }));
