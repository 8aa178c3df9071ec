/** A seed becomes a history: who is there, and what is done to them. */
import { createChance, type Chance } from './chance.ts';
import type { Action, Deed, History, ProgramSpec, Setup, User } from './history.ts';

/** Most faults show in little ones, of which a core runs a dozen in a second; some need many things at once. */
const sizes = {
  small: { programs: 4, least: 4, more: 16 },
  large: { programs: 7, least: 25, more: 40 },
} as const;
type Size = (typeof sizes)[keyof typeof sizes];

export function generateHistory(seed: number): History {
  const chance = createChance(seed, 'history');
  const size = sizes[chance.happens(0.88) ? 'small' : 'large'];
  const setup = generateSetup(seed, chance, size);
  const count = size.least + chance.below(size.more);
  const actions: Action[] = [];
  for (let i = 0; i < count; i += 1) {
    // Mostly in quick succession, sometimes long after.
    const after = Math.floor(
      chance.happens(0.05) ? chance.between(500, 5_000) : chance.between(0, 150),
    );
    if (chance.happens(0.08)) {
      actions.push(...generateScene(setup, chance, i, after));
      continue;
    }
    const deed = generateDeed(setup, chance, i);
    // What is said after the end is believed by nobody, so most of a history comes before it.
    if (deed.do !== 'end' || i > 0.7 * count) actions.push({ ...deed, after });
  }
  return { setup, actions };
}

function generateSetup(seed: number, chance: Chance, size: Size): Setup {
  const others = (['ada', 'ben', 'cleo', 'robot'] as const).filter(() => chance.happens(0.45));
  const staff: readonly User[] = others.length === 0 ? ['ada'] : others;
  const programs: ProgramSpec[] = [];
  const skewMs: number[] = [];
  for (const user of ['client', ...staff] as const) {
    const tabs = user === 'robot' ? 1 : chance.pick([1, 1, 1, 2, 2, 3]);
    const isOneDevice = chance.happens(0.7);
    for (let tab = 0; tab < tabs && programs.length < size.programs; tab += 1) {
      if (tab === 0 || !isOneDevice) skewMs.push(skewOf(chance));
      programs.push({ user, device: skewMs.length - 1 });
    }
  }
  const isRough = chance.happens(0.6);
  return {
    seed,
    connection: chance.happens(0.75) ? 'direct' : 'server',
    first: chance.happens(0.7) ? 'people' : 'bots',
    programs,
    guests: staff.filter(() => chance.happens(0.6)),
    skewMs,
    delayMs: chance.pick([20, 60, 200, 420]),
    loss: isRough ? 0.1 * chance.fraction() : 0,
    duplication: isRough ? 0.2 * chance.fraction() : 0,
    reordering: isRough ? 0.3 * chance.fraction() : 0,
  };
}

/** Most clocks are nearly right. */
function skewOf(chance: Chance): number {
  if (chance.happens(0.6)) return Math.floor(chance.between(-200, 200));
  return Math.floor(chance.between(-60_000, 60_000));
}

/** Misfortunes that seldom meet by themselves: something is said, and what carries it breaks right then. */
function generateScene(setup: Setup, chance: Chance, number: number, after: number): Action[] {
  const program = chance.below(setup.programs.length);
  const device = setup.programs[program]?.device ?? 0;
  const forMs = Math.floor(chance.between(20, 4_000));
  const soon = Math.floor(chance.between(0, chance.pick([6, 150, 1_500])));
  // Long enough for the others to have it over a link.
  const later = Math.floor(chance.between(setup.delayMs, 1_000));
  const say: Action = { do: 'say', program, text: `text ${number}`, after };
  const away: Action = { do: 'part', a: program, b: 'server', forMs: 2 * forMs, after };
  switch (chance.below(6)) {
    case 0:
      return [away, { ...say, after: 0 }, { do: 'wipe device', device, forMs, after: later }];
    case 1:
      return [away, { ...say, after: 0 }, { do: 'lose device', device, after: later }];
    case 2:
      return [
        away,
        { ...say, after: 0 },
        { do: 'crash tab', program, forMs, after: later },
        { do: 'say', program, text: `text ${number} again`, after: forMs + 20 },
      ];
    case 3:
      return [say, { do: 'crash tab', program, forMs, after: soon }];
    case 4:
      return [say, { do: 'cut', program, after: soon }];
    default:
      return [say, { do: 'crash server', forMs, after: soon }];
  }
}

function generateDeed(setup: Setup, chance: Chance, number: number): Deed {
  const program = chance.below(setup.programs.length);
  const another = chance.below(setup.programs.length);
  const device = chance.below(setup.skewMs.length);
  const forMs = Math.floor(chance.between(20, chance.happens(0.2) ? 8_000 : 1_500));
  const roll = chance.below(1_000);
  if (roll < 430) return { do: 'say', program, text: `text ${number}` };
  if (roll < 500) return { do: 'read', program };
  if (roll < 560) return { do: 'type', program, typing: chance.happens(0.7) };
  if (roll < 575) return { do: 'hand over', program };
  if (roll < 583) return { do: 'end', program };
  if (roll < 600) return { do: 'available', program, available: chance.happens(0.6) };
  if (roll < 620) return { do: 'wake', program };
  if (roll < 650) return { do: 'cut', program };
  if (roll < 690) {
    return { do: 'part', a: program, b: chance.happens(0.5) ? 'server' : another, forMs };
  }
  if (roll < 720) return { do: 'unlink', a: program, b: another };
  if (roll < 745) return { do: 'close tab', program, forMs };
  if (roll < 795) return { do: 'crash tab', program, forMs };
  if (roll < 825) return { do: 'crash device', device, forMs };
  if (roll < 855) return { do: 'wipe device', device, forMs };
  if (roll < 865) return { do: 'fill device', device, forMs };
  if (roll < 920) return { do: 'crash server', forMs };
  if (roll < 935) return { do: 'restart server', forMs };
  if (roll < 945) return { do: 'fill disk', forMs };
  if (roll < 960) return { do: 'slow disk', forMs };
  return { do: 'forge', victim: program, author: another };
}
