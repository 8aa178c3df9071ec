/** `{{client.name}}` in a canned reply: what stands for it in one conversation. */

/** What there is, with a word about each for those who write replies. */
export const variables = {
  'client.name': 'the client’s name',
  'agent.name': 'your name, as the client sees it',
  'department.name': 'the department’s name',
  'ticket.number': 'the number of the ticket',
  'ticket.subject': 'the subject of the ticket',
  date: 'today’s date',
} as const;
export type Variable = keyof typeof variables;

/** What is known in a conversation; what is not known there stays as it was written, for all to see. */
export type Facts = Readonly<Partial<Record<Variable, string>>>;

const pattern = /\{\{\s*([\p{L}\p{N}._-]{1,64})\s*\}\}/gu;

function isVariable(name: string): name is Variable {
  return Object.hasOwn(variables, name);
}

/** Goes through the text once: a client called `{{agent.name}}` is called just that. */
export function expand(text: string, facts: Facts): string {
  return text.replaceAll(pattern, (written, name: string) =>
    isVariable(name) ? (facts[name] ?? written) : written,
  );
}

/** Leaves out what is not known. */
export function definedIn(known: Readonly<Record<Variable, string | undefined>>): Facts {
  return Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined));
}

/** @returns the names in it that are no variables, each once, as they were written. */
export function unknownIn(text: string): readonly string[] {
  const names = [...text.matchAll(pattern)].map(([, name = '']) => name);
  return [...new Set(names.filter((name) => !isVariable(name)))];
}

/** What is said about them before such a reply is saved. */
export function unknownWords(text: string): string | undefined {
  const names = unknownIn(text).map((name) => `{{${name}}}`);
  if (names.length === 0) return undefined;
  return names.length === 1
    ? `${names[0]} is not known: it will stay in the message as it is.`
    : `${names.join(', ')} are not known: they will stay in the message as they are.`;
}
