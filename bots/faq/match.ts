/** Finds the question that a text asks, by the words they share. Pure; no language model, no network. */

export interface Topic {
  readonly topic: string;
  readonly questions: readonly string[];
  readonly answer: string;
}

export interface Match {
  readonly topic: Topic;
  /** 0 to 1. */
  readonly score: number;
}

/** Below this the text and the question share too little; chosen on the examples in match.test.ts. */
export const threshold = 0.45;

/** Words that say nothing about what is asked. */
const fillers = new Set(
  `a an the i me my we our you your it its is are am be was do does did have has had can could will would should
  to of in on at for from with by and or but not no so this that there here what which who how when where why if
  want need please tell know about get go long many much hello hi hey thanks thank dear good s m ve re t d ll`.split(
    /\s+/,
  ),
);

/** "readings", "reading" and "read" are one word here; "moving", "move" and "moved" too. */
function bare(word: string): string {
  return word
    .replace(/ies$/, 'y')
    .replace(/(?<=..[^s])s$/, '')
    .replace(/(?<=...)(?:ing|ed)$/, '')
    .replace(/(?<=..)e$/, '');
}

const synonyms = new Map(
  Object.entries({
    power: 'electricity',
    energy: 'electricity',
    current: 'electricity',
    electric: 'electricity',
    blackout: 'outage',
    invoice: 'bill',
    price: 'cost',
    rate: 'tariff',
    plan: 'tariff',
    relocate: 'move',
    house: 'home',
    flat: 'home',
    apartment: 'home',
    photovoltaic: 'solar',
    pv: 'solar',
    submit: 'send',
    terminate: 'cancel',
    quit: 'cancel',
    telephone: 'phone',
    vehicle: 'car',
    ev: 'car',
  }).map(([word, meant]) => [bare(word), bare(meant)]),
);

function stem(word: string): string {
  return synonyms.get(bare(word)) ?? bare(word);
}

/** @returns the words that carry meaning, each once. */
export function tokens(text: string): ReadonlySet<string> {
  const words = text
    .toLowerCase()
    .normalize('NFKD')
    .match(/[a-z0-9]+/g);
  return new Set((words ?? []).filter((word) => !fillers.has(word)).map(stem));
}

/**
 * Compares `text` with every known question. A word that few topics use says more than one that many use.
 * @returns the best topic at or above the threshold, or undefined.
 */
export function createMatcher(topics: readonly Topic[]): (text: string) => Match | undefined {
  const vocabulary = topics.map((topic) => tokens([topic.topic, ...topic.questions].join(' ')));
  const weightOf = (word: string) => {
    const topicsWithIt = vocabulary.filter((words) => words.has(word)).length;
    return Math.log(1 + topics.length / Math.max(1, topicsWithIt));
  };
  const weigh = (words: Iterable<string>) => {
    let sum = 0;
    for (const word of words) sum += weightOf(word);
    return sum;
  };
  const known = topics.flatMap((topic) =>
    [topic.topic, ...topic.questions].map((question) => ({ topic, words: tokens(question) })),
  );

  return (text) => {
    const asked = tokens(text);
    let best: Match | undefined;
    for (const { topic, words } of known) {
      const shared = [...words].filter((word) => asked.has(word));
      const all = weigh(asked) + weigh(words);
      const score = all === 0 ? 0 : (2 * weigh(shared)) / all;
      if (score >= threshold && score > (best?.score ?? 0)) best = { topic, score };
    }
    return best;
  };
}
