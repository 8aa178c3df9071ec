/**
 * Vite plugin for `virtual:emoji`: every emoji with its name, words to find it by, and whether it takes a skin tone,
 * by group; from what Unicode publishes (the packages unicode-emoji-json and emojilib). `virtual:emoji-in-de` and the
 * like: names and words in that language, in the same order (cldr-annotations-full).
 */
import { readFile } from 'node:fs/promises';

const base = 'virtual:emoji';
const inLanguage = /^virtual:emoji-in-(de|es|fr|ar)$/;
const mostWords = 8;

const languages = {
  de: {
    flag: 'Flagge: ',
    groups: [
      'Smileys und Gefühle',
      'Menschen und Körper',
      'Tiere und Natur',
      'Essen und Trinken',
      'Reisen und Orte',
      'Aktivitäten',
      'Dinge',
      'Symbole',
      'Flaggen',
    ],
  },
  es: {
    flag: 'Bandera: ',
    groups: [
      'Caras y emociones',
      'Personas y cuerpo',
      'Animales y naturaleza',
      'Comida y bebida',
      'Viajes y lugares',
      'Actividades',
      'Objetos',
      'Símbolos',
      'Banderas',
    ],
  },
  fr: {
    flag: 'Drapeau : ',
    groups: [
      'Visages et émotions',
      'Personnes et corps',
      'Animaux et nature',
      'Nourriture et boissons',
      'Voyages et lieux',
      'Activités',
      'Objets',
      'Symboles',
      'Drapeaux',
    ],
  },
  ar: {
    flag: 'علم: ',
    groups: [
      'الوجوه والمشاعر',
      'الأشخاص والجسم',
      'الحيوانات والطبيعة',
      'الطعام والشراب',
      'السفر والأماكن',
      'الأنشطة',
      'الأشياء',
      'الرموز',
      'الأعلام',
    ],
  },
};

/** @returns {import('vite').Plugin} */
export function emojiData() {
  return {
    name: 'emoji-data',
    resolveId: (source) => (source === base || inLanguage.test(source) ? `\0${source}` : undefined),
    async load(source) {
      if (source === `\0${base}`) return moduleOf(await inEnglish());
      const language = source.startsWith('\0') ? inLanguage.exec(source.slice(1))?.[1] : undefined;
      return language === undefined ? undefined : moduleOf(await wordsIn(language));
    },
  };
}

const moduleOf = (data) => `export default JSON.parse(${JSON.stringify(JSON.stringify(data))});`;
const unicodeGroups = () => readJson('unicode-emoji-json/data-by-group.json');

async function inEnglish() {
  const [groups, words] = await Promise.all([unicodeGroups(), readJson('emojilib')]);
  return groups.map(({ name, emojis }) => [
    name,
    emojis.map(({ emoji, name: called, skin_tone_support: hasTones }) => {
      const known = new Set(called.toLowerCase().split(/[^a-z]+/));
      const others = (words[emoji] ?? [])
        .filter((word) => /^[a-z][a-z ]+$/.test(word) && !known.has(word))
        .slice(0, mostWords);
      return [emoji, called, others.join(' '), ...(hasTones ? [1] : [])];
    }),
  ]);
}

/** @returns per group its name and, for each of its emoji, name and other words; nothing where CLDR has none. */
async function wordsIn(language) {
  const [groups, { annotations }] = await Promise.all([
    unicodeGroups(),
    readJson(`cldr-annotations-full/annotations/${language}/annotations.json`),
  ]);
  const { flag, groups: names } = languages[language];
  const regions = new Intl.DisplayNames([language], { type: 'region' });
  // CLDR writes emoji without the sign that asks for colours.
  const known = (emoji) => annotations.annotations[emoji.replaceAll('\uFE0F', '')];
  const rowOf = (emoji) => {
    const region = regionOf(emoji);
    if (region !== undefined) return [flag + regions.of(region), ''];
    const own = known(emoji);
    if (own === undefined) return composed(emoji, known);
    const name = own.tts?.[0] ?? '';
    const ofName = new Set(name.toLowerCase().split(' '));
    const others = new Set((own.default ?? []).flatMap((words) => words.split(' ')));
    return [name, [...others].filter((word) => !ofName.has(word.toLowerCase())).join(' ')];
  };
  return groups.map(({ emojis }, at) => [names[at], emojis.map(({ emoji }) => rowOf(emoji))]);
}

/** A flag is the two letters of its region. */
function regionOf(emoji) {
  const letters = Array.from(emoji, (sign) => sign.codePointAt(0) - 0x1f1e6);
  const isFlag = letters.length === 2 && letters.every((letter) => letter >= 0 && letter < 26);
  return isFlag ? String.fromCharCode(...letters.map((letter) => letter + 65)) : undefined;
}

/** What is joined of others is called by their names, the longest beginning that has one first. */
function composed(emoji, known) {
  const parts = emoji.split('\u200D');
  const names = [];
  while (parts.length > 0) {
    let count = parts.length;
    while (count > 0 && known(parts.slice(0, count).join('\u200D')) === undefined) count -= 1;
    if (count === 0) return ['', ''];
    names.push(known(parts.splice(0, count).join('\u200D')).tts?.[0] ?? '');
  }
  const [first, ...others] = names;
  return [others.length === 0 ? first : `${first}: ${others.join(', ')}`, ''];
}

async function readJson(path) {
  return JSON.parse(await readFile(new URL(import.meta.resolve(path)), 'utf8'));
}
