/** `kills`: kill -9 of the server, of a bot's program and of a tab, at moments chosen by chance. */
import { endNodeWebRtc, installNodeGlobals } from '../../../bots/runtime/node-webrtc.ts';
import { installedChromium } from '../../../scripts/find-chromium.mjs';
import type { Part } from '../../finding.ts';
import { claim } from '../../support/claim.ts';
import { seeded } from '../../support/random.ts';
import { killBots } from './bot-kills.ts';
import { killServers } from './server-kills.ts';
import { killTabsWhileWriting } from './tab-kills.ts';

/** 200 in all; kills of the server cost a second each, the others two or three. */
const short = { server: 140, bot: 30, tab: 30 };
/** A participant has 64 logs at the most, and each death of a bot or a tab may take one: more nights, other seeds. */
const long = { server: 5_000, bot: 60, tab: 60 };

export const part: Part = {
  name: 'kills',
  async prove({ long: isLong, seed }, report) {
    const kills = isLong ? long : short;
    const random = seeded(seed);
    const promises = ['W1', 'W2', 'W3'];
    const faults: unknown[] = [];
    const globals = installNodeGlobals({ onFault: (error) => faults.push(error) });
    try {
      const server = 'the server is killed while clients and bots talk over WebRTC';
      await claim(report, { promises: [...promises, 'W5'], test: server, seed }, () =>
        killServers({ kills: kills.server, pairs: 4, random }),
      );
      const bot = "a bot's program is killed while clients talk to it";
      await claim(report, { promises, test: bot, seed }, () =>
        killBots({ kills: kills.bot, clients: 3, random }),
      );
      const tab = "a client's tab is killed while it writes";
      const browser = installedChromium();
      if (browser === undefined) {
        const result = { state: 'skipped', because: 'there is no Chromium' } as const;
        report({ promises, test: tab, iterations: 0, faults: '', result });
      } else {
        await claim(report, { promises, test: tab, seed }, () =>
          killTabsWhileWriting({ kills: kills.tab, browser, random }),
        );
      }
    } finally {
      globals.restore();
      endNodeWebRtc();
    }
    const [fault] = faults;
    if (fault !== undefined) throw fault;
  },
};
