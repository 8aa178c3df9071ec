/**
 * `/embed-chat.js`: what of the loader is needed once the chat is opened, or the page says something to it. It holds
 * the panel and a frame of our origin with the chat in it, and carries out what the page calls.
 */
import { followVisiblePart } from '../browser/visible-part.ts';
import type { Call, Method } from './calls.ts';
import { chatWords } from './chat-words.ts';
import { checkName, checkTable, mergeAttributes, type Attribute } from './check-told.ts';
import { readToHost, wrap, type ToFrame } from './embed-messages.ts';
import { keptKey, openKey, recall, remember } from './kept.ts';
import { createLauncherState } from './launcher-state.ts';
import type { Launcher } from './launcher.ts';
import { createPanel } from './panel.ts';
import type { ParleyEvents, Token, TokenSource } from './parley-on-page.ts';
import { readChatSettings, type Given, type LauncherSettings } from './settings.ts';
import { createTabTitle } from './tab-title.ts';
import type { Language } from '../words/language.ts';
import { mostTables, type HostTable } from '../../conversation/protocol/host-context.ts';

export interface HostPage {
  readonly window: Window;
  /** Ours. */
  readonly origin: string;
  /** Of the script, and what the server put into it. */
  readonly attributes: Given;
  readonly given: Given;
  readonly settings: LauncherSettings;
  readonly language: Language;
  readonly launcher: Launcher;
}

export interface ChatPart {
  /** A wrong call is told on the console, and changes nothing. @returns the undo of `on` */
  carryOut(this: void, call: Call): (() => void) | undefined;
}
/** What is wrong with a call, as the end of a sentence, or the undo of `on`. */
type Outcome = string | (() => void) | void;
export type Start = (page: HostPage) => ChatPart;

const fullScreenBelow = '(max-width: 479px)';
const known = (event: unknown): event is keyof ParleyEvents =>
  typeof event === 'string' && ['open', 'close', 'unread', 'started', 'token'].includes(event);

export const start: Start = ({ window, origin, launcher, ...page }) => {
  const { document } = window;
  const { root, button } = launcher;
  const settings = { ...page.settings, ...readChatSettings(page.attributes, page.given) };
  const words = chatWords[page.language];
  const state = createLauncherState(document, launcher, words);
  const listeners = new Map<keyof ParleyEvents, Set<(count: number) => void>>();
  const tabTitle = createTabTitle(document);
  let source: Token | TokenSource = settings.token ?? null;
  let wantsToken = false;
  let attributes: ReadonlyMap<string, Attribute> = new Map();
  const tables = new Map<string, HostTable>();
  let frame: HTMLIFrameElement | undefined;
  let isReady = false;
  let isOpen = false;
  let isKept: boolean | undefined;
  let wantsFocus = false;
  let unread = 0;
  /** What had the focus when the chat was asked for. */
  let opener: Element | null = null;

  const panel = createPanel(document, launcher, settings.title || words.chat);
  // The frame in it is as large as the panel, and so the box to write in stays above the keyboard.
  if (root.host instanceof HTMLElement) followVisiblePart(window, root.host);
  root.addEventListener('keydown', (event) => {
    if ((event as KeyboardEvent).key === 'Escape') setOpen(false);
  });

  const post = (message: ToFrame) => frame?.contentWindow?.postMessage(wrap(message), origin);
  const tell = (event: keyof ParleyEvents, count = 0) => {
    for (const listener of listeners.get(event) ?? []) listener(count);
  };
  const say = (told: Extract<ToFrame, { type: 'context' }>['told']) => {
    if (isReady) post({ type: 'context', told });
  };
  const tellAttributes = () => say({ attributes: Object.fromEntries(attributes) });

  async function sendToken(): Promise<void> {
    const asked = source;
    try {
      const token = typeof asked === 'function' ? await asked() : asked;
      if (asked === source) post({ type: 'identify', token: token ?? '' });
    } catch (fault) {
      // The page's own server is away, perhaps: the chat asks again.
      console.error('Parley: no token came.', fault);
    }
  }
  /** Whoever went on in the page while the chat was loaded keeps the focus there. */
  const isElsewhere = () => {
    const { activeElement: active } = document;
    return active !== null && active !== document.body && active !== root.host && active !== opener;
  };
  const tellShown = () => {
    if (isReady) post({ type: 'shown', open: isOpen, focus: wantsFocus && !isElsewhere() });
  };

  function makeFrame(): void {
    if (frame !== undefined) return;
    frame = document.createElement('iframe');
    frame.title = settings.title || words.chat;
    frame.allow = 'autoplay; clipboard-write; microphone';
    const address = new URL('/chat/', origin);
    address.searchParams.set('embed', window.location.origin);
    for (const name of ['with', 'department', 'site'] as const) {
      const value = settings[name];
      if (value !== undefined) address.searchParams.set(name, value);
    }
    // So that nothing is drawn in another one first.
    if (settings.language !== '') address.searchParams.set('lang', settings.language);
    frame.src = address.href;
    panel.append(frame);
  }

  function setOpen(open: boolean, focus = true): void {
    if (open === isOpen) return;
    isOpen = open;
    wantsFocus = focus && open;
    if (open) makeFrame();
    remember(window, 'sessionStorage', openKey, open);
    panel.inert = !open;
    state.setOpen(open);
    tellShown();
    if (open) {
      if (focus && !isElsewhere()) frame?.focus();
    } else {
      button.focus({ preventScroll: true });
      // Where the button is not shown, whatever opened the chat has the focus again.
      if (root.activeElement !== button && opener instanceof HTMLElement) opener.focus();
    }
    tell(open ? 'open' : 'close');
  }

  function identify(given: Token | TokenSource): void {
    // An answer to `token` is about the same person; so is the same word once more.
    const isAnother = source !== null && given !== source && !wantsToken;
    wantsToken = false;
    source = given;
    if (isAnother) {
      // What was told of one person is nobody else's.
      attributes = new Map();
      tables.clear();
      say({ forget: true });
    }
    if (isReady) void sendToken();
  }

  window.addEventListener('message', (event) => {
    if (event.origin !== origin || event.source !== frame?.contentWindow) return;
    const message = readToHost(event.data);
    switch (message?.type) {
      case 'ready':
        isReady = true;
        post({
          type: 'hello',
          look: settings.look,
          title: settings.title,
          accent: settings.accent,
          greeting: settings.greeting,
          language: settings.language,
          sound: settings.sound,
          identifies: source !== null,
        });
        tellShown();
        if (source !== null) void sendToken();
        if (attributes.size > 0) tellAttributes();
        if (tables.size > 0) say({ tables: [...tables.values()] });
        break;
      case 'token-wanted':
        if (typeof source === 'function') void sendToken();
        else {
          wantsToken = true;
          tell('token');
        }
        break;
      case 'kept':
        remember(window, 'localStorage', keptKey, message.kept);
        if (message.kept && isKept === false) tell('started');
        isKept = message.kept;
        break;
      case 'unread':
        if (message.count === unread) break;
        unread = message.count;
        state.setUnread(unread);
        if (settings.tabTitle) tabTitle.show(unread);
        tell('unread', unread);
        break;
      case 'close':
        setOpen(false);
        break;
      case undefined:
        break;
    }
  });

  if (recall(window, 'localStorage', keptKey)) makeFrame();
  // Where one was: the chat stays open from page to page, unless it would cover the page.
  const covers = settings.mode === 'full' || window.matchMedia(fullScreenBelow).matches;
  if (!covers && recall(window, 'sessionStorage', openKey)) setOpen(true, false);

  const deeds: Readonly<Record<Method, (...args: readonly unknown[]) => Outcome>> = {
    open: () => setOpen(true),
    close: () => setOpen(false),
    toggle: () => setOpen(!isOpen),
    identify(given) {
      if (given !== null && typeof given !== 'string' && typeof given !== 'function') {
        return 'the token must be a text, null, or a function that returns one.';
      }
      return identify(given as Token | TokenSource);
    },
    setAttributes(changes) {
      const merged = mergeAttributes(attributes, changes);
      if (!merged.ok) return merged.refusal;
      attributes = merged.value;
      return tellAttributes();
    },
    setTable(name, given) {
      const table = checkTable(name, given);
      if (!table.ok) return table.refusal;
      if (tables.size >= mostTables && !tables.has(table.value.name)) {
        return `there are at most ${mostTables} tables.`;
      }
      tables.set(table.value.name, table.value);
      return say({ tables: [table.value] });
    },
    removeTable(name) {
      const named = checkName(name);
      if (!named.ok) return named.refusal;
      tables.delete(named.value);
      return say({ removed: [named.value] });
    },
    on(event, listener) {
      if (!known(event)) return 'the events are open, close, unread, started and token.';
      if (typeof listener !== 'function') return 'the listener must be a function.';
      const own = listeners.get(event) ?? new Set();
      // The same function may listen twice, and each undo ends one of them.
      const heard = (count: number) => (listener as (count: number) => void)(count);
      listeners.set(event, own.add(heard));
      return () => void own.delete(heard);
    },
  };

  return {
    carryOut({ name, args, from = document.activeElement }) {
      if (!isOpen) opener = from;
      const deed = Object.hasOwn(deeds, name) ? deeds[name as Method] : undefined;
      const outcome = deed === undefined ? 'there is nothing of this name.' : deed(...args);
      if (typeof outcome === 'string') console.error(`Parley.${name}: ${outcome}`);
      return typeof outcome === 'function' ? outcome : undefined;
    },
  };
};
