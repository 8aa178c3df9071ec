/** That what clients read comes from the message files: no sentence is left in the code that draws [L14]. */
import { parseAst } from 'vite';
import { expect, test } from 'vitest';
import { en } from './en.ts';

const sources = import.meta.glob<string>(
  [
    '../{widget,chat,files,embed}/**/*.{ts,tsx}',
    '../groups/{page/*,read-by-line,people-panel,people-picker,invite-form,presence}.{ts,tsx}',
    '!**/*.test.*',
    '!**/*.fixture.*',
  ],
  { query: '?raw', import: 'default', eager: true },
);

/** Whole files, with what is in them instead. */
const files: Readonly<Record<string, string>> = {
  '../embed/launcher-words.ts': 'a message file of its own, for the first script of a page',
  '../embed/chat-words.ts': 'as above, for the second one',
  '../embed/check-told.ts': 'for whoever builds the page, on the console of the browser',
  '../chat/emoji/emoji-data.ts': 'where the names of emoji come from',
};

/** Those that no client reads. */
const sentences: Readonly<Record<string, string>> = {
  'the token must be a text, null, or a function that returns one.': 'for whoever builds the page',
  'the events are open, close, unread, started and token.': 'for whoever builds the page',
  'the listener must be a function.': 'for whoever builds the page',
  'there is nothing of this name.': 'for whoever builds the page',
  'there are at most': 'for whoever builds the page',
  'a table is not well-formed.': 'for whoever builds the page',
  'the attributes are not well-formed.': 'for whoever builds the page',
};

/** Translated where they are shown (told.ts). */
const told: readonly string[] = Object.entries(en).flatMap(([key, said]) =>
  key.startsWith('told.') && typeof said === 'string' ? [said] : [],
);

interface Node {
  readonly type: string;
  readonly [field: string]: unknown;
}
const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

const readNames = ['aria-label', 'title', 'placeholder', 'alt', 'label', 'text', 'hint'];
const letters = /\p{L}{2}/u;
const sentence = /^\p{L}[\p{L}’',]*( [\p{L}’'\d,]+)+[.?!:…]?( |$)/u;

/** Faults are for logs; types and imports say nothing. */
function isSilent(node: Node): boolean {
  if (node.type.startsWith('TS') || node.type.startsWith('Import')) return true;
  if (node.type === 'ThrowStatement' || node.type === 'NewExpression') return true;
  // Selectors, class names, lists of words for the browser.
  if (node.type === 'JSXAttribute')
    return !readNames.includes(nameOf(node)) && !isNode(codeOf(node));
  const callee = node['callee'];
  if (!isNode(callee)) return false;
  const { object, property } = callee;
  if (
    isNode(property) &&
    ['closest', 'matches', 'querySelector'].includes(String(property['name']))
  )
    return true;
  return callee.type === 'Super' || (isNode(object) && object['name'] === 'console');
}

/** What stands in braces; a plain string has none. */
function codeOf(attribute: Node): unknown {
  const { value } = attribute;
  return isNode(value) && value.type !== 'Literal' ? value : undefined;
}

function nameOf(node: Node): string {
  const name = node['name'] ?? node['key'];
  return isNode(name) ? String(name['name'] ?? name['value']) : '';
}

/** @param isRead whether it stands where people read it, so that a single word counts */
function* wordsIn(node: Node, isRead = false): Generator<string> {
  if (isSilent(node)) return;
  const said = (text: unknown) =>
    typeof text === 'string' && (isRead ? letters : sentence).test(text.trim())
      ? [text.trim()]
      : [];
  if (node.type === 'JSXText') {
    const { value } = node;
    if (typeof value === 'string' && letters.test(value)) yield value.trim();
  }
  if (node.type === 'Literal') yield* said(node['value']);
  if (node.type === 'TemplateElement') {
    const cooked = (node['value'] as { cooked?: unknown }).cooked;
    yield* said(cooked);
  }
  const isAttribute = node.type === 'JSXAttribute';
  const reads = isAttribute && readNames.includes(nameOf(node));
  // What is passed on to a function, or compared with something, is not what is read.
  const goesOn =
    isRead && !['CallExpression', 'BinaryExpression', 'MemberExpression'].includes(node.type);
  for (const [field, value] of Object.entries(node)) {
    if (field === 'test' && !isNode(value)) continue;
    for (const child of Array.isArray(value) ? value : [value]) {
      if (isNode(child)) yield* wordsIn(child, reads || (goesOn && field !== 'test'));
    }
  }
}

function wordsOf(path: string, source: string): string[] {
  const program: unknown = parseAst(source, { lang: path.endsWith('x') ? 'tsx' : 'ts' });
  return isNode(program) ? [...wordsIn(program)] : [];
}

test('a sentence in the code is found, wherever it stands', () => {
  const source = `
    import 'no one reads this';
    const a = { text: 'Read me now.' };
    throw new Error('Nobody sees this one.');
    const view = (
      <p title={late ? 'Late' : t('word')} class="not this one">
        Spoken <b aria-label="Name" data-x="y" />{\`You have \${count} of them\`}
      </p>
    );`;
  expect(wordsOf('a.tsx', source)).toEqual([
    'Read me now.',
    'Late',
    'Spoken',
    'Name',
    'You have',
    'of them',
  ]);
});

test('[L14] no sentence of the chat stands outside of the message files', () => {
  expect(Object.keys(sources).length).toBeGreaterThan(80);
  const left = Object.entries(sources)
    .filter(([path]) => !(path in files))
    .flatMap(([path, source]) =>
      wordsOf(path, source)
        .filter((words) => !(words in sentences) && !told.includes(words))
        .map((words) => `${path}: ${words}`),
    );
  expect(left).toEqual([]);
});

test('every exception is there', () => {
  expect(Object.keys(files).filter((path) => !(path in sources))).toEqual([]);
  const all = Object.values(sources).join('\n');
  expect(Object.keys(sentences).filter((each) => !all.includes(each))).toEqual([]);
});
