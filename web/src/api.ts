/** Every call that the pages make, with the shapes of the API (types only: no schema code reaches the browser). */
import type { AccountView } from "../../core/account/account.schema.ts";
import type { Locale } from "../../core/base/locale.ts";
import type { CreditBalance, CreditEntryView } from "../../core/credit/credit.schema.ts";
import type {
  GenerationKind,
  GenerationView,
  ModelList,
  Quote,
  Settings,
} from "../../core/generation/generation.schema.ts";
import type { MediaView, UploadTicket } from "../../core/media/media.schema.ts";
import type { SessionState, SessionView } from "../../core/session/session.schema.ts";
import { request } from "./http.ts";

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
  UploadTicket,
};
export type Page<T> = { items: T[]; next: string | null };
export type LibraryQuery = { kind?: string | undefined; state?: string | undefined };

type SignUpForm = { firstName: string; lastName: string; email: string; password: string; locale: Locale };

export const readSession = () => request<SessionState>("GET", "/session");
export const signIn = (body: { email: string; password: string }) =>
  request<SessionState>("POST", "/session", { body });
export const endSession = () => request<void>("DELETE", "/session");

export const listSessions = () => request<SessionView[]>("GET", "/sessions");
export const revokeSession = (id: string) => request<void>("DELETE", `/sessions/${id}`);
export const revokeOtherSessions = () => request<void>("DELETE", "/sessions");

export const signUp = (body: SignUpForm) => request<object>("POST", "/account", { body });
export const verifyAccount = (token: string) =>
  request<{ email: string }>("POST", "/account/verify", { body: { token } });
export const changeProfile = (body: { firstName?: string; lastName?: string; locale?: Locale }) =>
  request<AccountView>("PATCH", "/account", { body });
export const changePassword = (body: { currentPassword: string; newPassword: string }) =>
  request<void>("POST", "/account/password", { body });
export const changeEmail = (body: { newEmail: string; password: string }) =>
  request<object>("POST", "/account/email", { body });
export const confirmEmail = (token: string) =>
  request<{ email: string }>("POST", "/account/email/confirm", { body: { token } });
export const undoEmail = (token: string) =>
  request<{ email: string }>("POST", "/account/email/undo", { body: { token } });
export const requestReset = (email: string) =>
  request<object>("POST", "/password-reset", { body: { email } });
export const confirmReset = (body: { token: string; newPassword: string }) =>
  request<void>("POST", "/password-reset/confirm", { body });

export const readCredits = () => request<CreditBalance>("GET", "/credits");
export const listEntries = (cursor?: string) =>
  request<Page<CreditEntryView>>("GET", "/credits/entries", { query: { cursor } });

export const readModels = () => request<ModelList>("GET", "/models");
export const askQuote = (settings: Settings, signal: AbortSignal) =>
  request<Quote>("POST", "/quotes", { body: { settings }, signal });

export const requestUpload = (file: File, key: string, signal: AbortSignal) =>
  request<UploadTicket>("POST", "/media", {
    body: { fileName: file.name || "image", contentType: file.type, bytes: file.size },
    key,
    signal,
  });
export const completeUpload = (id: string, signal: AbortSignal) =>
  request<MediaView>("POST", `/media/${id}/complete`, { signal });
export const readMedia = (id: string, signal: AbortSignal) =>
  request<MediaView>("GET", `/media/${id}`, { signal });
export const listMedia = (cursor?: string) =>
  request<Page<MediaView>>("GET", "/media", { query: { cursor } });
export const deleteMedia = (id: string) => request<void>("DELETE", `/media/${id}`);
export const restoreMedia = (id: string) => request<MediaView>("POST", `/media/${id}/restore`);

export const generate = (settings: Settings, quote: string, key: string) =>
  request<GenerationView>("POST", "/generations", { body: { settings, quote }, key });
export const listGenerations = (filter: LibraryQuery, cursor?: string, limit?: number) =>
  request<Page<GenerationView>>("GET", "/generations", {
    query: { ...filter, cursor, limit: limit?.toString() },
  });
export const readGeneration = (id: string) => request<GenerationView>("GET", `/generations/${id}`);
export const cancelGeneration = (id: string) => request<GenerationView>("POST", `/generations/${id}/cancel`);
export const deleteGeneration = (id: string) => request<void>("DELETE", `/generations/${id}`);
export const restoreGeneration = (id: string) =>
  request<GenerationView>("POST", `/generations/${id}/restore`);
