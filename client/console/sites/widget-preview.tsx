import './widget-page.css';
import '../../chat/composer.css';
import { createEffect, createRoot, createSignal, onCleanup, type JSX } from 'solid-js';
import { render } from 'solid-js/web';
import type { WidgetSettings } from '../../../conversation/protocol/http/widget-settings.ts';
import { createLauncher } from '../../embed/launcher.ts';
import { launcherWords } from '../../embed/launcher-words.ts';
import { createPanel } from '../../embed/panel.ts';
import { readSettings } from '../../embed/settings.ts';
import { correctAccent } from '../../ui/accent.ts';
import { Button } from '../../ui/button.tsx';
// oxlint-disable-next-line no-restricted-imports -- the preview draws the widget itself, nothing else here does
import { applyLook } from '../../widget/apply-look.ts';
// oxlint-disable-next-line no-restricted-imports -- as above
import { ChatHeader } from '../../widget/chat-header.tsx';
// oxlint-disable-next-line no-restricted-imports -- its page's own rules, for its frame and not for the console
import chatCss from '../../widget/chat-page.css?inline';
import { DrawnFrame, drawInto } from './drawn-frame.tsx';

const windows = {
  computer: { words: 'Computer', width: 1120, height: 720 },
  phone: { words: 'Phone', width: 375, height: 700 },
} as const;
type WindowName = keyof typeof windows;

/** The launcher itself and the chat's own header, on a page that stands for the site. */
export function WidgetPreview(props: { readonly settings: WidgetSettings }): JSX.Element {
  const [shown, setShown] = createSignal<WindowName>('computer');
  const [isOpen, setOpen] = createSignal(true);
  const [room, setRoom] = createSignal(0);
  const size = () => windows[shown()];
  const border = 2;
  const scale = () => Math.min(1, room() / (size().width + border));
  const settings = () => {
    const given = Object.entries(props.settings).map(([name, value]) => [name, String(value)]);
    return readSettings(Object.fromEntries(given) as Record<string, string>, {}, 'en');
  };

  function drawSite(site: Document): () => void {
    site.body.className = 'preview-site';
    for (const part of [
      'preview-head',
      'preview-line',
      'preview-card',
      'preview-card',
      'preview-line',
    ]) {
      const made = site.createElement('div');
      made.className = part;
      site.body.append(made);
    }
    const launcher = createLauncher(site, {
      settings: settings(),
      accent: correctAccent(settings().accent),
      words: launcherWords([]),
      onPress: () => setOpen(!isOpen()),
      onNear: () => undefined,
    });
    const panel = createPanel(site, launcher, 'Chat');
    const frame = site.createElement('iframe');
    frame.title = 'Chat';
    const undoChat = drawInto(frame, drawChat);
    panel.append(frame);
    return createRoot((dispose) => {
      createEffect(() => launcher.show(settings(), correctAccent(settings().accent)));
      createEffect(() => {
        launcher.setOpen(isOpen());
        panel.inert = !isOpen();
      });
      onCleanup(undoChat);
      return dispose;
    });
  }

  function drawChat(chat: Document): () => void {
    const { CSSStyleSheet } = chat.defaultView ?? window;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(chatCss);
    chat.adoptedStyleSheets = [sheet];
    const undo = render(() => {
      createEffect(() => {
        chat.documentElement.removeAttribute('style');
        applyLook(chat.documentElement, settings().look, settings().accent);
      });
      return (
        <main class="chat-page" inert>
          <ChatHeader
            who={{
              name: settings().title || 'Support',
              line: 'We are here now',
              kind: 'team',
              here: undefined,
            }}
            link="direct"
            onClose={() => setOpen(false)}
          />
          <div class="preview-thread">
            <div class="greeting">
              <p class="greeting-title">{settings().greeting || 'How can we help?'}</p>
              <p class="greeting-text">
                Write below. The answer appears here, also when you come back later.
              </p>
            </div>
            <p class="preview-bubble">Good morning! Can I change my order?</p>
          </div>
          <div class="chat-foot">
            <div class="composer">
              <div class="composer-field">
                <span class="composer-input preview-placeholder">Write a message</span>
              </div>
            </div>
          </div>
        </main>
      );
    }, chat.body);
    return undo;
  }

  return (
    <section class="preview" aria-label="Preview">
      <div class="preview-bar">
        <div role="group" aria-label="Window of the preview">
          {(Object.keys(windows) as WindowName[]).map((name) => (
            <Button
              size="small"
              look={shown() === name ? 'quiet' : 'ghost'}
              aria-pressed={shown() === name}
              onClick={() => setShown(name)}
            >
              {windows[name].words}
            </Button>
          ))}
        </div>
        <Button
          size="small"
          look="ghost"
          aria-pressed={isOpen()}
          onClick={() => setOpen(!isOpen())}
        >
          {isOpen() ? 'Close it' : 'Open it'}
        </Button>
      </div>
      <div
        class="preview-room"
        ref={(element) => {
          const watch = new ResizeObserver(() => setRoom(element.clientWidth));
          watch.observe(element);
          onCleanup(() => watch.disconnect());
        }}
        style={{ height: `${(size().height + border) * scale()}px` }}
      >
        <div
          class="preview-window"
          style={{
            width: `${size().width}px`,
            height: `${size().height}px`,
            transform: `scale(${scale()})`,
          }}
        >
          <DrawnFrame title="The chat on a page of this site" draw={drawSite} />
        </div>
      </div>
    </section>
  );
}
