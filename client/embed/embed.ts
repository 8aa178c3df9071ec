/**
 * `/embed.js`: the one line of a host page. It draws the launcher and, when the chat is first opened,
 * a frame of our origin with the chat in it. Until then nothing is stored and nothing is connected.
 *
 *     <script src="https://chat.example/embed.js" async data-title="Support" data-accent="#0b6b5c"></script>
 *
 * A site whose server signs tokens names itself in `data-site`, and gives them in `data-token` or to
 * `Parley.identify`, which is there from the window's event `parley-ready` on (docs/identify.md).
 */
import { correctAccent } from '../ui/accent.ts';
import { looks, readToHost, wrap, type ToFrame } from './embed-messages.ts';
import { createLauncher } from './launcher.ts';

interface Events {
  open: () => void;
  close: () => void;
  unread: (count: number) => void;
  /** What was opened with the last token is over, and it was no function: call `identify` again. */
  token: () => void;
}

/** A JWT that the page's server signed (docs/identify.md); null: nobody is signed in there. */
type Token = string | null;
type TokenSource = () => Token | Promise<Token>;

export interface ParleyOnPage {
  open(): void;
  close(): void;
  toggle(): void;
  /** Says who is there. A function is asked again whenever a token is wanted. */
  identify(given: Token | TokenSource): void;
  /** @returns the undo. */
  on<Name extends keyof Events>(event: Name, listener: Events[Name]): () => void;
}

declare global {
  interface Window {
    Parley?: ParleyOnPage;
  }
}

/** Keys in the host page's storage: only ever written after the visitor opened the chat. */
const keptKey = 'parley.kept';
const openKey = 'parley.open';
const fullScreenBelow = '(max-width: 479px)';

function embed(script: HTMLScriptElement, window: Window): ParleyOnPage {
  const { document } = window;
  const settings = script.dataset;
  const origin = new URL(script.src).origin;
  const title = settings['title'] ?? 'Chat';
  const look = looks.find((known) => known === settings['theme']) ?? 'auto';
  const listeners: { [Name in keyof Events]: Set<Events[Name]> } = {
    open: new Set(),
    close: new Set(),
    unread: new Set(),
    token: new Set(),
  };
  let source: Token | TokenSource = settings['token'] ?? null;
  let frame: HTMLIFrameElement | undefined;
  let isReady = false;
  let isOpen = false;
  let wantsFocus = false;
  let unread = 0;

  const launcher = createLauncher(document, {
    title,
    look,
    accent: correctAccent(settings['accent'] ?? ''),
    position: settings['position'] === 'start' ? 'start' : 'end',
    onToggle: () => toggle(),
    onEscape: () => setOpen(false),
  });

  const post = (message: ToFrame) => frame?.contentWindow?.postMessage(wrap(message), origin);
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
    const root = launcher.panel.getRootNode();
    const ours = root instanceof ShadowRoot ? root.host : frame;
    return active !== null && active !== document.body && active !== ours;
  };
  const tellShown = () => {
    if (isReady) post({ type: 'shown', open: isOpen, focus: wantsFocus && !isElsewhere() });
  };

  function makeFrame(): void {
    if (frame !== undefined) return;
    frame = document.createElement('iframe');
    frame.title = title;
    frame.allow = 'autoplay; clipboard-write';
    const address = new URL('/chat/', origin);
    address.searchParams.set('embed', window.location.origin);
    for (const name of ['with', 'department', 'site']) {
      const value = settings[name];
      if (value !== undefined) address.searchParams.set(name, value);
    }
    frame.src = address.href;
    launcher.panel.append(frame);
  }

  function setOpen(open: boolean, focus = true): void {
    if (open === isOpen) return;
    isOpen = open;
    wantsFocus = focus && open;
    if (open) makeFrame();
    remember(window, 'sessionStorage', openKey, open);
    launcher.setOpen(open);
    tellShown();
    if (!open) launcher.button.focus({ preventScroll: true });
    else if (focus) frame?.focus();
    for (const listener of listeners[open ? 'open' : 'close']) listener();
  }
  const toggle = () => setOpen(!isOpen);

  window.addEventListener('message', (event) => {
    if (event.origin !== origin || event.source !== frame?.contentWindow) return;
    const message = readToHost(event.data);
    switch (message?.type) {
      case 'ready':
        isReady = true;
        post({
          type: 'hello',
          look,
          title: settings['title'] ?? '',
          accent: settings['accent'] ?? '',
          identifies: source !== null,
        });
        tellShown();
        if (source !== null) void sendToken();
        break;
      case 'token-wanted':
        if (typeof source === 'function') void sendToken();
        else for (const listener of listeners.token) listener();
        break;
      case 'kept':
        remember(window, 'localStorage', keptKey, message.kept);
        break;
      case 'unread':
        if (message.count === unread) break;
        unread = message.count;
        launcher.setUnread(unread);
        for (const listener of listeners.unread) listener(unread);
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
  if (recall(window, 'sessionStorage', openKey) && !window.matchMedia(fullScreenBelow).matches) {
    setOpen(true, false);
  }

  return {
    open: () => setOpen(true),
    close: () => setOpen(false),
    toggle,
    identify(given) {
      source = given;
      if (isReady) void sendToken();
    },
    on(event, listener) {
      listeners[event].add(listener);
      return () => void listeners[event].delete(listener);
    },
  };
}

type StorageName = 'localStorage' | 'sessionStorage';

function recall(window: Window, storage: StorageName, key: string): boolean {
  try {
    return window[storage].getItem(key) !== null;
  } catch {
    // Storage is blocked on this page: nothing was kept.
    return false;
  }
}

function remember(window: Window, storage: StorageName, key: string, on: boolean): void {
  try {
    if (on) window[storage].setItem(key, '1');
    else window[storage].removeItem(key);
  } catch {
    // Storage is blocked or full: the chat works, only its badge waits until it is opened.
  }
}

const script = document.currentScript;
if (script instanceof HTMLScriptElement && window.Parley === undefined) {
  const start = () => {
    window.Parley ??= embed(script, window);
    window.dispatchEvent(new Event('parley-ready'));
  };
  if (document.body === null) document.addEventListener('DOMContentLoaded', start);
  else start();
}
