/** Every request the console makes, by what it is for. Shapes: conversation/protocol/http.ts. */
import {
  accountAnswer,
  accountsAnswer,
  archiveListAnswer,
  meAnswer,
  searchAnswer,
  signInAnswer,
  transcriptAnswer,
  type AccountAnswer,
  type AccountsAnswer,
  type ArchiveListAnswer,
  type ChangeAccountRequest,
  type MeAnswer,
  type NewAccountRequest,
  type SearchAnswer,
  type SignInAnswer,
  type TranscriptAnswer,
} from '../../../conversation/protocol/http.ts';
import type { AccountId, ConversationId } from '../../../conversation/protocol/ids.ts';
import { nothing, type ApiClient, type ApiResult } from '../../signed-in/api/api-client.ts';
import { createAuditApi, type AuditApi } from './audit-api.ts';
import { createBesideApi, type BesideApi } from './beside-api.ts';
import { createBotsApi, type BotsApi } from './bots-api.ts';
import { createGroupsApi, type GroupsApi } from '../../groups/groups-api.ts';
import { createDepartmentsApi, type DepartmentsApi } from './departments-api.ts';
import { createEnrolmentsApi, type EnrolmentsApi } from './enrolments-api.ts';
import { createPeopleApi, type PeopleApi } from '../../signed-in/api/people-api.ts';
import { queryOf } from '../../signed-in/api/query-of.ts';
import { createRepliesApi, type RepliesApi } from './replies-api.ts';
import { createSitesApi, type SitesApi } from './sites-api.ts';
import { createTicketsApi, type TicketsApi } from './tickets-api.ts';

export type ArchiveState = 'open' | 'closed';

export interface ConsoleApi
  extends
    DepartmentsApi,
    BotsApi,
    BesideApi,
    AuditApi,
    PeopleApi,
    SitesApi,
    TicketsApi,
    GroupsApi,
    EnrolmentsApi,
    RepliesApi {
  me(): Promise<ApiResult<MeAnswer>>;
  signIn(username: string, password: string): Promise<ApiResult<SignInAnswer>>;
  signOut(): Promise<ApiResult<unknown>>;
  changePassword(current: string, next: string): Promise<ApiResult<unknown>>;
  accounts(): Promise<ApiResult<AccountsAnswer>>;
  addAccount(account: NewAccountRequest): Promise<ApiResult<AccountAnswer>>;
  changeAccount(id: AccountId, changes: ChangeAccountRequest): Promise<ApiResult<AccountAnswer>>;
  /** Newest activity first; `before` is the `next` of the page before. */
  archived(
    query: { state?: ArchiveState | undefined; before?: number | undefined },
    signal?: AbortSignal,
  ): Promise<ApiResult<ArchiveListAnswer>>;
  /** A part of a transcript; `from` is the `next` of the part before. */
  transcript(
    id: ConversationId,
    from: number | undefined,
    signal: AbortSignal,
  ): Promise<ApiResult<TranscriptAnswer>>;
  search(words: string, signal: AbortSignal): Promise<ApiResult<SearchAnswer>>;
  onSignedOut(listener: () => void): () => void;
}

export function createConsoleApi(client: ApiClient): ConsoleApi {
  const ask: ApiClient['ask'] = (request) => client.ask(request);
  return {
    ...createDepartmentsApi({ ask }),
    ...createBotsApi({ ask }),
    ...createBesideApi({ ask }),
    ...createAuditApi({ ask }),
    ...createSitesApi({ ask }),
    ...createTicketsApi({ ask }),
    ...createPeopleApi({ ask }),
    ...createGroupsApi({ ask }),
    ...createEnrolmentsApi({ ask }),
    ...createRepliesApi({ ask }),
    me: () => ask({ path: '/api/me', answer: meAnswer }),
    signIn: (username, password) =>
      ask({
        method: 'POST',
        path: '/api/sign-in',
        body: { username, password },
        answer: signInAnswer,
      }),
    signOut: () => ask({ method: 'POST', path: '/api/sign-out', body: {}, answer: nothing }),
    changePassword: (current, next) =>
      ask({ method: 'POST', path: '/api/me/password', body: { current, next }, answer: nothing }),
    accounts: () => ask({ path: '/api/accounts', answer: accountsAnswer }),
    addAccount: (body) =>
      ask({ method: 'POST', path: '/api/accounts', body, answer: accountAnswer }),
    changeAccount: (id, body) =>
      ask({ method: 'PATCH', path: `/api/accounts/${id}`, body, answer: accountAnswer }),
    archived: (query, signal) =>
      ask({
        path: `/api/archive/conversations${queryOf(query)}`,
        answer: archiveListAnswer,
        signal,
      }),
    transcript: (id, from, signal) =>
      ask({
        path: `/api/archive/conversations/${id}${queryOf({ from })}`,
        answer: transcriptAnswer,
        signal,
      }),
    search: (words, signal) =>
      ask({ path: `/api/archive/search${queryOf({ q: words })}`, answer: searchAnswer, signal }),
    onSignedOut: (listener) => client.onSignedOut(listener),
  };
}
