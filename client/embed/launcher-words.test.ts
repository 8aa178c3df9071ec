import { expect, test } from 'vitest';
import { languages } from '../words/language.ts';
import { launcherWords } from './launcher-words.ts';

test('[L14] the launcher speaks the language that the site, or else the browser, wants', () => {
  expect(launcherWords(['de-AT', 'fr']).open).toBe('Chat öffnen');
  expect(launcherWords(['', 'fr']).close).toBe('Fermer le chat');
  expect(launcherWords(['pt-BR']).open).toBe('Open chat');
});

test('[L14] the launcher says something of its own in each language', () => {
  expect(new Set(languages.map((each) => launcherWords([each]).open)).size).toBe(languages.length);
});
