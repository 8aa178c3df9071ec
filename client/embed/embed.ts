/**
 * `/embed.js`: the one line of a host page. It draws the launcher, and loads the rest of the loader (chat-part.ts) when
 * the chat is first opened, or the page says something to it. Until then nothing is stored and nothing is connected.
 *
 *     <script src="https://chat.example/embed.js" async data-title="Support" data-accent="#0b6b5c"></script>
 *
 * Settings, and what a page may call, stand in docs/widget.md.
 */
import { correctFill } from '../ui/accent.ts';
import { methods, runCall, takeBack, type Call, type Method } from './calls.ts';
import type { ChatPart, Start } from './chat-part.ts';
import { keptKey, openKey, recall } from './kept.ts';
import { createLauncher } from './launcher.ts';
import { launcherWords } from './launcher-words.ts';
import { chooseLanguage } from '../words/language.ts';
import type { ParleyOnPage } from './parley-on-page.ts';
import { givenSettings, readLauncherSettings } from './settings.ts';

/** The longer snippet's collector has these. */
interface Collected {
  readonly calls?: Call[];
}

declare global {
  interface Window {
    Parley?: ParleyOnPage & Collected;
  }
}

/** Neither is a reason to load what cannot be seen yet. */
const canWait: readonly string[] = ['on', 'close'];

function embed(script: HTMLScriptElement, window: Window, early: Call[]): ParleyOnPage {
  const { document } = window;
  const origin = new URL(script.src).origin;
  const { dataset: attributes } = script;
  const given = givenSettings();
  const settings = readLauncherSettings(attributes, given, document.documentElement.lang);
  const language = chooseLanguage([settings.language, ...window.navigator.languages]);
  const waiting: Call[] = [];
  let part: ChatPart | undefined;
  let loading: Promise<void> | undefined;

  const load = (): void => {
    loading ??= loadPart();
  };
  async function loadPart(): Promise<void> {
    try {
      const loaded = (await import(/* @vite-ignore */ `${origin}/embed-chat.js`)) as {
        readonly start: Start;
      };
      part = loaded.start({ window, origin, attributes, given, settings, language, launcher });
      for (const call of waiting.splice(0)) run(call);
    } catch (fault) {
      // The next press, or the next call, tries again.
      loading = undefined;
      console.error('Parley: the chat could not be loaded.', fault);
    }
  }
  function run(call: Call): void {
    if (part !== undefined) return runCall(call, part.carryOut);
    waiting.push(call);
    if (!canWait.includes(call.name)) load();
  }
  const call = (
    name: Method,
    args: readonly unknown[] = [],
    from = document.activeElement,
  ): (() => void) => {
    const made: Call = { name, args, from };
    run(made);
    return () => takeBack(made);
  };

  const launcher = createLauncher(document, {
    settings,
    accent: correctFill(settings.accent),
    label: launcherWords[language],
    onPress: () => void call('toggle'),
    onNear: load,
  });
  // The page's own buttons, also those that come later.
  document.addEventListener('click', ({ target }) => {
    const opener = target instanceof Element ? target.closest('[data-parley-open]') : null;
    if (opener !== null) call('open', [], opener);
  });
  // Where one was: a conversation to come back to, or the chat stood open on the page before.
  if (recall(window, 'localStorage', keptKey) || recall(window, 'sessionStorage', openKey)) load();

  for (const each of early.splice(0)) run(each);
  early.push = (...calls) => {
    for (const each of calls) run(each);
    return 0;
  };
  return Object.fromEntries(
    methods.map((name) => [name, (...args: readonly unknown[]) => call(name, args)]),
  ) as unknown as ParleyOnPage;
}

/**
 * A page may name its site in `data-site` alone. Then this script came without the settings of that site, and is asked
 * for once more with them. @returns whether that is on its way
 */
function comesAgain(script: HTMLScriptElement): boolean {
  const { site } = script.dataset;
  const address = new URL(script.src);
  if (site === undefined || address.searchParams.has('site')) return false;
  address.searchParams.set('site', site);
  try {
    const again = document.createElement('script');
    again.src = address.href;
    again.nonce = script.nonce;
    Object.assign(again.dataset, script.dataset);
    script.after(again);
    return true;
  } catch {
    // The page's Trusted Types forbid it: it goes on without what the server keeps.
    return false;
  }
}

const script = document.currentScript;
const early = window.Parley === undefined ? [] : window.Parley.calls;
if (script instanceof HTMLScriptElement && Array.isArray(early) && !comesAgain(script)) {
  const start = () => {
    window.Parley = embed(script, window, early);
    window.dispatchEvent(new Event('parley-ready'));
  };
  if (document.body === null) document.addEventListener('DOMContentLoaded', start);
  else start();
}
