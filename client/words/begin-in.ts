/** The language of a page, before anything is drawn. */
import { directionOf, type Language } from './language.ts';
import { language, speak } from './words.ts';

/** Where the words cannot be loaded the page speaks English: nobody waits for a language. */
export async function beginIn(wanted: Language): Promise<void> {
  await speak(wanted).catch((error: unknown) => {
    console.error('Parley: the language could not be loaded.', error);
  });
  document.documentElement.lang = language();
  document.documentElement.dir = directionOf(language());
}
