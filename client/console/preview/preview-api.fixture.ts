/** Answers of a server that is not there, with a transcript of real, signed entries. */
import { newAuthor, newSigner, conversation } from '../../../conversation/log/log.fixture.ts';
import type {
  AccountJson,
  SearchAnswer,
  TranscriptAnswer,
} from '../../../conversation/protocol/http.ts';
import type { AccountId, EntryId } from '../../../conversation/protocol/ids.ts';
import type { ConversationSummary } from '../../../conversation/protocol/conversation.ts';
import { toBase64Url } from '../../../conversation/protocol/ids.ts';
import { accept, refuse } from '../../../conversation/protocol/result.ts';
import { fakeId, fakeParticipant } from '../../state/fake-peer.fixture.ts';
import type { ConsoleApi } from '../api/console-api.ts';
import { createPreviewBeside } from './preview-beside.fixture.ts';
import { createPreviewDepartments } from './preview-departments.fixture.ts';
import { createPreviewGroups } from './preview-groups.fixture.ts';
import { createPreviewPeople } from './preview-people.fixture.ts';
import { previewReplies } from './preview-replies.fixture.ts';
import { previewSites } from './preview-sites.fixture.ts';

export interface PreviewOptions {
  readonly now: number;
  readonly signedIn: boolean;
  readonly broken: boolean;
  readonly entries: number;
  readonly summaries: readonly ConversationSummary[];
}

function account(name: string, role: AccountJson['role'], active = true): AccountJson {
  const username = name.toLowerCase().replaceAll(' ', '.');
  return { id: fakeId(username) as AccountId, username, name, role, active, createdAt: 0 };
}

export function createPreviewApi(options: PreviewOptions): ConsoleApi {
  const me = account('Mara Lindt', 'super-admin');
  const offline = refuse({
    code: 'offline',
    message: 'The server cannot be reached. Check your connection and try again.',
  });
  const notSignedIn = refuse({ code: 'not-signed-in', message: 'Sign in first.' });
  const wait = () => new Promise<void>((resolve) => setTimeout(resolve, 120));
  const people = [
    me,
    account('Ada Byron', 'agent'),
    account('Ben Okafor', 'agent'),
    account('Chiara Rossi', 'admin'),
    account('Dmitri Volkov', 'agent', false),
    account('faq', 'bot'),
  ];
  return {
    ...createPreviewPeople(people),
    ...createPreviewGroups(),
    ...createPreviewBeside(options.now, me.id),
    me: () =>
      Promise.resolve(options.signedIn ? accept({ kind: 'account', account: me }) : notSignedIn),
    async signIn(_username, password) {
      await wait();
      if (password === 'right') return accept({ account: me });
      return refuse({
        code: 'wrong-credentials',
        message: 'The user name or the password is wrong.',
      });
    },
    signOut: () => Promise.resolve(accept({})),
    changePassword: () => Promise.resolve(accept({})),
    async accounts() {
      await wait();
      return options.broken ? offline : accept({ accounts: people });
    },
    async addAccount(wanted) {
      await wait();
      const isTaken = people.some(({ username }) => username === wanted.username);
      if (isTaken) {
        const message = 'This user name is taken; choose another one.';
        return refuse({ code: 'conflict', message, field: 'username' });
      }
      return accept({ account: account(wanted.name, wanted.role) });
    },
    async changeAccount(id, changes) {
      await wait();
      const known = people.find((one) => one.id === id) ?? me;
      return accept({ account: { ...known, active: changes.active ?? known.active } });
    },
    ...createPreviewDepartments({ broken: options.broken, wait }),
    async archived({ state }) {
      await wait();
      if (options.broken) return offline;
      const isWanted = ({ status }: ConversationSummary) =>
        state === undefined || (status.state === 'closed') === (state === 'closed');
      return accept({ conversations: options.summaries.filter(isWanted), next: 1 });
    },
    async transcript() {
      if (options.broken) return offline;
      return accept(await transcriptOf(options));
    },
    async search(words) {
      await wait();
      return words === 'nothing' ? accept({ hits: [] }) : accept(searchAnswer(options, words));
    },
    async tickets() {
      await wait();
      const tickets = options.summaries.filter(({ ticket }) => ticket !== undefined);
      return options.broken ? offline : accept({ tickets, fresh: 0, more: false });
    },
    ...previewSites(),
    ...previewReplies(),
    transfers: () => Promise.resolve(accept({ transfers: [] })),
    transferTargets: () => Promise.resolve(accept({ people: [], departments: [] })),
    onSignedOut: () => () => undefined,
  };
}

function searchAnswer({ summaries, now }: PreviewOptions, words: string): SearchAnswer {
  const texts = [
    ['The amount on the last ', ' is twice what we agreed on, can you have a look?'],
    ['I sent the ', ' again by e-mail this morning, but got no answer'],
    ['Thank you, the ', ' is fine now'],
  ] as const;
  return {
    hits: texts.map(([before, after], index) => ({
      conversation,
      entry: `11-${index * 2 + 4}` as EntryId,
      seq: index,
      receivedAt: now - index * 7_200_000,
      author: summaries[index]?.client ?? fakeParticipant('Anna', 'client'),
      snippet: [
        { text: before, hit: false },
        { text: words, hit: true },
        { text: after, hit: false },
      ],
    })),
  };
}

const lines = [
  ['client', 'Hello, I moved last week and the meter reading on my bill cannot be right.'],
  ['bot', 'Hi! I can help with readings. Could you tell me your customer number?'],
  ['client', 'It is 4471-22.\nI would rather talk to a person, please.'],
  ['bot', 'Of course. I am asking a colleague to take over.'],
  [
    'agent',
    'Hello Anna, Ben here. I can see the reading of 14 March: 28,114 kWh. Is that the one?',
  ],
  ['client', 'Yes. The photo I took on that day says 23,114.'],
  [
    'agent',
    'Then two digits were swapped when it was typed in. I have corrected it, and a new bill is on its way.',
  ],
  ['client', 'Thank you, that was quick!'],
] as const;

async function transcriptOf(options: PreviewOptions): Promise<TranscriptAnswer> {
  const installation = await newSigner('P-256');
  const faces = {
    client: await newAuthor({ log: 11, role: 'client', installation }),
    bot: await newAuthor({ log: 22, role: 'bot', installation }),
    agent: await newAuthor({ log: 33, role: 'agent', installation }),
  };
  const entries: TranscriptAnswer['entries'] = [];
  for (let index = 0; index < options.entries; index += 1) {
    const [who, text] = lines[index % lines.length] ?? lines[0];
    const isLate = index === options.entries - 1;
    const bytes = await faces[who].write(
      'message',
      { text },
      { at: options.now - 7_200_000 + index * 40_000 },
    );
    entries.push({
      seq: index,
      receivedAt: options.now - 7_200_000 + index * 40_000 + (index === 3 ? 600_000 : 0),
      verdict: isLate ? 'quarantined' : 'accepted',
      bytes: toBase64Url(bytes),
    });
  }
  const [summary] = options.summaries;
  if (summary === undefined) throw new Error('A preview has conversations.');
  return {
    summary: { ...summary, conversation, entries: entries.length },
    participants: Object.values(faces).map(({ participant }) => participant),
    certificates: Object.values(faces).map(({ certificate }) => toBase64Url(certificate.bytes)),
    installationKey: toBase64Url(installation.publicKey.bytes),
    entries,
  };
}
