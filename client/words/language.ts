/** The languages of the chat, and which one is meant. Pure. */

export const languages = ['en', 'de', 'es', 'fr', 'ar'] as const;
export type Language = (typeof languages)[number];

/** In their own words, for whoever chooses. */
export const languageNames: Readonly<Record<Language, string>> = {
  en: 'English',
  de: 'Deutsch',
  es: 'Español',
  fr: 'Français',
  ar: 'العربية',
};

/**
 * @param wanted language tags (BCP 47), the dearest first: what the site says, what the browser says
 * @returns the first that is spoken here, by its primary language alone; else English
 */
export function chooseLanguage(wanted: readonly (string | null | undefined)[]): Language {
  for (const tag of wanted) {
    const primary = tag?.trim().toLowerCase().split(/[-_]/, 1)[0];
    const found = languages.find((language) => language === primary);
    if (found !== undefined) return found;
  }
  return 'en';
}

export function directionOf(language: Language): 'ltr' | 'rtl' {
  return language === 'ar' ? 'rtl' : 'ltr';
}

const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;
const leftToRight = /\p{Script=Latin}|\p{Script=Cyrillic}|\p{Script=Greek}/u;

/** Whether letters in `text` run against the language around it. */
export function isOtherWay(text: string, language: Language): boolean {
  return (directionOf(language) === 'rtl' ? leftToRight : rightToLeft).test(text);
}
