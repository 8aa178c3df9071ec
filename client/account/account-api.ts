/** Every request of the customers' page, by what it is for. */
import {
  meAnswer,
  signInAnswer,
  type MeAnswer,
  type SignInAnswer,
} from '../../conversation/protocol/http.ts';
import {
  ownConversationsAnswer,
  type NewCustomerRequest,
  type OwnConversationsAnswer,
} from '../../conversation/protocol/http/customers.ts';
import { nothing, type ApiClient, type ApiResult } from '../signed-in/api/api-client.ts';
import { createGroupsApi, type GroupsApi } from '../groups/groups-api.ts';
import { createPeopleApi, type PeopleApi } from '../signed-in/api/people-api.ts';

export interface AccountApi
  extends Pick<PeopleApi, 'sessions' | 'endSession' | 'endOtherSessions'>, GroupsApi {
  me(): Promise<ApiResult<MeAnswer>>;
  signIn(username: string, password: string): Promise<ApiResult<SignInAnswer>>;
  signOut(): Promise<ApiResult<unknown>>;
  changePassword(current: string, next: string): Promise<ApiResult<unknown>>;
  register(customer: NewCustomerRequest): Promise<ApiResult<unknown>>;
  confirm(key: string): Promise<ApiResult<unknown>>;
  forgot(email: string): Promise<ApiResult<unknown>>;
  /** For who forgot the old one, and for who was invited. */
  choosePassword(key: string, password: string): Promise<ApiResult<unknown>>;
  conversations(before: number | undefined): Promise<ApiResult<OwnConversationsAnswer>>;
  onSignedOut(listener: () => void): () => void;
}

export function createAccountApi(client: ApiClient): AccountApi {
  const ask: ApiClient['ask'] = (request) => client.ask(request);
  const post = (path: string, body: object) => ask({ method: 'POST', path, body, answer: nothing });
  const people = createPeopleApi({ ask });
  return {
    ...createGroupsApi({ ask }),
    sessions: () => people.sessions(),
    endSession: (id) => people.endSession(id),
    endOtherSessions: () => people.endOtherSessions(),
    me: () => ask({ path: '/api/me', answer: meAnswer }),
    signIn: (username, password) =>
      ask({
        method: 'POST',
        path: '/api/sign-in',
        body: { username, password },
        answer: signInAnswer,
      }),
    signOut: () => post('/api/sign-out', {}),
    changePassword: (current, next) => post('/api/me/password', { current, next }),
    register: (customer) => post('/api/customers', customer),
    confirm: (key) => post('/api/customers/confirm', { key }),
    forgot: (email) => post('/api/password-resets', { email }),
    choosePassword: (key, password) => post('/api/password-resets/use', { key, password }),
    conversations: (before) =>
      ask({
        path: `/api/me/conversations${before === undefined ? '' : `?before=${before}`}`,
        answer: ownConversationsAnswer,
      }),
    onSignedOut: (listener) => client.onSignedOut(listener),
  };
}
