/** The admin's HTTP API, for arranging what a test needs: people, and the department's settings. */
import * as v from 'valibot';
import {
  accountAnswer,
  accountsAnswer,
  archiveListAnswer,
  transcriptAnswer,
} from '../../conversation/protocol/http.ts';
import {
  departmentAnswer,
  departmentsAnswer,
  type ChangeDepartmentRequest,
  type Preset,
} from '../../conversation/protocol/http/departments.ts';
import type { Credentials } from './console-page.ts';

export interface AdminApi {
  createAgent(username: string, name: string): Promise<Credentials>;
  /** A department whose head is the admin, with these members. */
  createDepartment(name: string, preset: Preset, members?: readonly Credentials[]): Promise<void>;
  /** @param who user name or e-mail address of a customer */
  enrol(department: string, who: string): Promise<void>;
  /** @param name of another department than the first */
  setDepartment(change: ChangeDepartmentRequest, name?: string): Promise<void>;
  /** How many entries the archive holds of every conversation, newest activity first. */
  archived(): Promise<{ conversation: string; entries: number; state: string }[]>;
  /** What the archive accepted of one conversation, as the number of its entries by verdict. */
  verdicts(conversation: string): Promise<{ accepted: number; quarantined: number }>;
}

export async function adminApi(url: string, admin: Credentials): Promise<AdminApi> {
  const cookie = await signedIn();

  async function request(method: string, path: string, body?: object): Promise<unknown> {
    const response = await fetch(new URL(path, url), {
      method,
      headers: { 'content-type': 'application/json', origin: url, cookie },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  }

  async function signedIn(): Promise<string> {
    const response = await fetch(new URL('/api/sign-in', url), {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: url },
      body: JSON.stringify(admin),
    });
    if (!response.ok) throw new Error(`The admin cannot sign in: ${await response.text()}`);
    return response.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ');
  }

  async function departmentId(name: string | undefined): Promise<string> {
    const { departments } = v.parse(departmentsAnswer, await request('GET', '/api/departments'));
    const department = departments.find((one) => name === undefined || one.name === name);
    if (department === undefined) throw new Error('There is no department.');
    return department.id;
  }

  return {
    async createAgent(username, name) {
      const password = `correct horse ${username} staple`;
      const account = { username, name, role: 'agent', password };
      v.parse(accountAnswer, await request('POST', '/api/accounts', account));
      return { username, password };
    },
    async createDepartment(name, preset, members = []) {
      const made = await request('POST', '/api/departments', { name, preset });
      const { department } = v.parse(departmentAnswer, made);
      const { accounts } = v.parse(accountsAnswer, await request('GET', '/api/accounts'));
      for (const { username } of members) {
        const account = accounts.find((one) => one.username === username);
        if (account === undefined) throw new Error(`There is no ${username}.`);
        await request('PUT', `/api/departments/${department.id}/members/${account.id}`, {});
      }
    },
    async enrol(department, who) {
      await request('POST', `/api/departments/${await departmentId(department)}/enrolments`, {
        who,
      });
    },
    async setDepartment(change, name) {
      await request('PATCH', `/api/departments/${await departmentId(name)}`, change);
    },
    async archived() {
      const answer = await request('GET', '/api/archive/conversations');
      return v
        .parse(archiveListAnswer, answer)
        .conversations.map(({ conversation, entries, status }) => ({
          conversation,
          entries,
          state: status.state,
        }));
    },
    async verdicts(conversation) {
      const answer = await request('GET', `/api/archive/conversations/${conversation}`);
      const { entries } = v.parse(transcriptAnswer, answer);
      const accepted = entries.filter(({ verdict }) => verdict === 'accepted').length;
      return { accepted, quarantined: entries.length - accepted };
    },
  };
}
