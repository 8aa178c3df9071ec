/** Answers about people of a server that is not there. */
import type { AccountJson } from '../../../conversation/protocol/http.ts';
import { accept, refuse } from '../../../conversation/protocol/result.ts';
import type { PeopleApi } from '../../signed-in/api/people-api.ts';

const secret = {
  secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
  link: 'otpauth://totp/Parley:mara?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Parley',
};
const recoveryCodes = Array.from({ length: 10 }, (_, n) => `k7mq${n}-abcde-fgh${n}j`);

export function createPreviewPeople(people: readonly AccountJson[]): PeopleApi {
  const [me] = people;
  if (me === undefined) throw new Error('Nobody is there.');
  let isOn = false;
  let sessions = ['Firefox on Linux', 'Safari on iPhone', 'A program'].map((device, n) => ({
    id: String(n),
    device,
    openedAt: 1_800_000_000_000 - n * 86_400_000,
    seenAt: 1_800_000_000_000 - n * 3_600_000,
    isThis: n === 0,
  }));
  const wrong = refuse({ code: 'wrong-credentials', message: 'This code is wrong.' });
  return {
    signInWithCode: async (_username, _password, code) =>
      code === '123456' ? accept({ account: me }) : wrong,
    beginTwoStepsSigningIn: async () => accept(secret),
    async findAccounts({ kind, q }) {
      const isWanted = ({ role, name }: AccountJson) =>
        (kind === 'bots') === (role === 'bot') &&
        (kind === 'customers') === (role === 'customer') &&
        name.toLowerCase().includes((q ?? '').toLowerCase());
      return accept({ accounts: people.filter(isWanted) });
    },
    deleteAccount: async () => accept({}),
    mails: async () => accept({ mails: [] }),
    twoSteps: async () => accept({ on: isOn, recoveryCodesLeft: isOn ? 10 : 0, demanded: false }),
    beginTwoSteps: async () => accept(secret),
    async confirmTwoSteps(code) {
      if (code !== '123456') return wrong;
      isOn = true;
      return accept({ recoveryCodes });
    },
    renewRecoveryCodes: async () => accept({ recoveryCodes }),
    async turnTwoStepsOff() {
      isOn = false;
      return accept({});
    },
    sessions: async () => accept({ sessions }),
    async endSession(gone) {
      sessions = sessions.filter(({ id }) => id !== gone);
      return accept({});
    },
    async endOtherSessions() {
      sessions = sessions.filter(({ isThis }) => isThis);
      return accept({});
    },
    installationSettings: async () => accept({ demandTwoSteps: false }),
    demandTwoSteps: async (demandTwoSteps) => accept({ demandTwoSteps }),
  };
}
