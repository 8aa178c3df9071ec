import fc from 'fast-check';
import { expect, test } from 'vitest';
import documentation from '../../../docs/widget.md?raw';
import type { SiteId } from '../../../conversation/protocol/ids.ts';
import {
  accentWords,
  checkWidget,
  collector,
  settingsIn,
  snippetOf,
  widgetValues,
} from './widget-form.ts';

const site = { id: 'AAAAAAAAAAAAAAAAAAAAAA' as SiteId, isDefault: false };
const home = 'https://chat.example';

test('[L5] only what differs from the usual is kept', () => {
  expect(settingsIn(widgetValues({}))).toEqual({});
  const settings = {
    mode: 'sidebar',
    edgeSide: 0,
    accent: '#0a6b5d',
    title: 'Help',
    lang: 'pt-BR',
    sound: 'off',
  } as const;
  expect(settingsIn(widgetValues(settings))).toEqual(settings);
});

test('[W9] what is wrong is said beside its field, and is not shown', () => {
  const wrong = {
    ...widgetValues({}),
    edgeSide: '201',
    edgeBottom: '-1',
    accent: 'red',
    title: 'x'.repeat(81),
    greeting: 'x'.repeat(301),
    lang: 'german!',
  };
  expect(Object.keys(checkWidget(wrong)).toSorted()).toEqual([
    'accent',
    'edgeBottom',
    'edgeSide',
    'greeting',
    'lang',
    'title',
  ]);
  expect(settingsIn(wrong)).toEqual({});
});

test('a colour on which nothing could be read is corrected, and that is said', () => {
  expect(accentWords('#0d6b5e')).toContain('as it is');
  expect(accentWords('#808080')).toMatch(/so #[\da-f]{6} is used: a contrast of 4\.\d to 1/);
  expect(accentWords('')).toContain('blue');
});

test('the line of a page names the site, and holds what is written into it', () => {
  expect(snippetOf({ home, site: { ...site, isDefault: true } })).toBe(
    '<script src="https://chat.example/embed.js" async></script>',
  );
  expect(
    snippetOf({ home, site, settings: { edgeSide: 0, title: '"Help" & <more>', tabTitle: 'off' } }),
  ).toBe(
    `<script src="https://chat.example/embed.js?site=${site.id}" async data-edge-side="0" data-title="&quot;Help&quot; &amp; &lt;more>" data-tab-title="off"></script>`,
  );
  expect(snippetOf({ home, site, early: true })).toContain('new Proxy');
});

test('whatever is typed, the line stays one element', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (title) => {
      const line = snippetOf({ home, site, settings: settingsIn({ ...widgetValues({}), title }) });
      expect(line.match(/<script/g)).toHaveLength(1);
      expect(line.split('"').length % 2).toBe(1);
    }),
  );
});

test('the documentation has the same words to collect calls', () => {
  expect(documentation).toContain(collector);
});
