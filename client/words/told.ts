/** Sentences that the peer, the server or a protocol said in English, in the language of the page. */
import { en } from './en.ts';
import { t, type PlainKey } from './words.ts';

type ToldKey = PlainKey & `told.${string}`;
const isTold = (key: string): key is ToldKey => key.startsWith('told.');

const keys = new Map<string, ToldKey>(
  Object.keys(en)
    .filter(isTold)
    .map((key) => [en[key], key]),
);

/** @returns a sentence that is not known here as it is */
export function told(sentence: string): string {
  const key = keys.get(sentence);
  return key === undefined ? sentence : t(key);
}
