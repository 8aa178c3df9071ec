import fc from 'fast-check';
import { expect, test } from 'vitest';
import { givenSettings, readChatSettings, readLauncherSettings, type Given } from './settings.ts';

const readSettings = (attributes: Given, given: Given, language: string) => ({
  ...readLauncherSettings(attributes, given, language),
  ...readChatSettings(attributes, given),
});

test('[L5] without a word, the chat floats at the end of the page, in the page’s language', () => {
  expect(readSettings({}, givenSettings(), 'de')).toMatchObject({
    mode: 'floating',
    position: 'end',
    edgeSide: 20,
    edgeBottom: 20,
    look: 'auto',
    launcher: 'shown',
    language: 'de',
    sound: true,
    tabTitle: true,
    site: undefined,
  });
});

test('[L5] the script’s attributes win over what the server keeps', () => {
  const given = givenSettings('mode=sidebar&title=Kept+%26+shown&edgeSide=40&site=abc&sound=off');
  expect(readSettings({ mode: 'full', site: 'def' }, given, '')).toMatchObject({
    mode: 'full',
    title: 'Kept & shown',
    edgeSide: 40,
    site: 'def',
    sound: false,
  });
});

test('[W9] what is wrong is as if it were not there', () => {
  const wrong = {
    mode: 'popup',
    position: 'middle',
    theme: 'pink',
    launcher: 'maybe',
    edgeSide: '-1',
    edgeBottom: '1e9',
    lang: 'no language',
    title: 'x'.repeat(200),
  };
  const read = readSettings(wrong, {}, '');
  expect(read).toMatchObject({ ...readSettings({}, {}, ''), title: 'x'.repeat(80) });
});

test('any attributes give settings that can be drawn', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.string()), fc.string(), (attributes, text) => {
      const read = readSettings(attributes, givenSettings(text), text);
      expect(read.edgeSide).toBeGreaterThanOrEqual(0);
      expect(read.edgeSide).toBeLessThanOrEqual(200);
      expect(read.language.length).toBeLessThan(40);
    }),
  );
});
