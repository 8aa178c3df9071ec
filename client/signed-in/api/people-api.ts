/** Requests about people and about one's own way in. Shapes: conversation/protocol/http/. */
import {
  accountsAnswer,
  signInAnswer,
  type AccountsAnswer,
  type SignInAnswer,
} from '../../../conversation/protocol/http.ts';
import { mailsAnswer, type MailsAnswer } from '../../../conversation/protocol/http/mails.ts';
import {
  beginTwoStepsAnswer,
  recoveryCodesAnswer,
  sessionsAnswer,
  settings,
  twoStepsAnswer,
  type BeginTwoStepsAnswer,
  type RecoveryCodesAnswer,
  type SessionsAnswer,
  type SettingsAnswer,
  type TwoStepsAnswer,
} from '../../../conversation/protocol/http/own-account.ts';
import type { AccountId } from '../../../conversation/protocol/ids.ts';
import { nothing, type ApiClient, type ApiResult } from './api-client.ts';

export type AccountKind = 'staff' | 'customers' | 'bots';

export interface AccountsWanted {
  readonly kind: AccountKind;
  readonly q?: string | undefined;
  readonly after?: string | undefined;
}

export interface PeopleApi {
  signInWithCode(
    username: string,
    password: string,
    code: string,
  ): Promise<ApiResult<SignInAnswer>>;
  beginTwoStepsSigningIn(
    username: string,
    password: string,
  ): Promise<ApiResult<BeginTwoStepsAnswer>>;
  findAccounts(wanted: AccountsWanted, signal?: AbortSignal): Promise<ApiResult<AccountsAnswer>>;
  deleteAccount(id: AccountId): Promise<ApiResult<unknown>>;
  mails(): Promise<ApiResult<MailsAnswer>>;
  twoSteps(): Promise<ApiResult<TwoStepsAnswer>>;
  beginTwoSteps(password: string): Promise<ApiResult<BeginTwoStepsAnswer>>;
  confirmTwoSteps(code: string): Promise<ApiResult<RecoveryCodesAnswer>>;
  renewRecoveryCodes(password: string): Promise<ApiResult<RecoveryCodesAnswer>>;
  turnTwoStepsOff(password: string): Promise<ApiResult<unknown>>;
  sessions(): Promise<ApiResult<SessionsAnswer>>;
  endSession(id: string): Promise<ApiResult<unknown>>;
  endOtherSessions(): Promise<ApiResult<unknown>>;
  installationSettings(): Promise<ApiResult<SettingsAnswer>>;
  demandTwoSteps(demanded: boolean): Promise<ApiResult<SettingsAnswer>>;
}

export function createPeopleApi(client: Pick<ApiClient, 'ask'>): PeopleApi {
  const ask: ApiClient['ask'] = (request) => client.ask(request);
  const post = (path: string, body: object) => ask({ method: 'POST', path, body, answer: nothing });
  return {
    signInWithCode: (username, password, code) =>
      ask({
        method: 'POST',
        path: '/api/sign-in',
        body: { username, password, code },
        answer: signInAnswer,
      }),
    beginTwoStepsSigningIn: (username, password) =>
      ask({
        method: 'POST',
        path: '/api/sign-in/two-steps',
        body: { username, password },
        answer: beginTwoStepsAnswer,
      }),
    findAccounts({ kind, q, after }, signal) {
      const query = new URLSearchParams({ kind });
      if (q !== undefined && q !== '') query.set('q', q);
      if (after !== undefined) query.set('after', after);
      return ask({ path: `/api/accounts?${query}`, answer: accountsAnswer, signal });
    },
    deleteAccount: (id) => ask({ method: 'DELETE', path: `/api/accounts/${id}`, answer: nothing }),
    mails: () => ask({ path: '/api/mails', answer: mailsAnswer }),
    twoSteps: () => ask({ path: '/api/me/two-steps', answer: twoStepsAnswer }),
    beginTwoSteps: (password) =>
      ask({
        method: 'POST',
        path: '/api/me/two-steps',
        body: { password },
        answer: beginTwoStepsAnswer,
      }),
    confirmTwoSteps: (code) =>
      ask({
        method: 'POST',
        path: '/api/me/two-steps/confirm',
        body: { code },
        answer: recoveryCodesAnswer,
      }),
    renewRecoveryCodes: (password) =>
      ask({
        method: 'POST',
        path: '/api/me/two-steps/recovery-codes',
        body: { password },
        answer: recoveryCodesAnswer,
      }),
    turnTwoStepsOff: (password) => post('/api/me/two-steps/off', { password }),
    sessions: () => ask({ path: '/api/me/sessions', answer: sessionsAnswer }),
    endSession: (id) => ask({ method: 'DELETE', path: `/api/me/sessions/${id}`, answer: nothing }),
    endOtherSessions: () => ask({ method: 'DELETE', path: '/api/me/sessions', answer: nothing }),
    installationSettings: () => ask({ path: '/api/settings', answer: settings }),
    demandTwoSteps: (demandTwoSteps) =>
      ask({ method: 'PATCH', path: '/api/settings', body: { demandTwoSteps }, answer: settings }),
  };
}
