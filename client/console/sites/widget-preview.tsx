import './widget-page.css';
import '../../chat/composer.css';
import {
  createEffect,
  createMemo,
  createRoot,
  createSignal,
  onCleanup,
  Show,
  type JSX,
} from 'solid-js';
import { render } from 'solid-js/web';
import type { WidgetSettings } from '../../../conversation/protocol/http/widget-settings.ts';
import { chatWords } from '../../embed/chat-words.ts';
import { createLauncherState } from '../../embed/launcher-state.ts';
import { createLauncher } from '../../embed/launcher.ts';
import { launcherWords } from '../../embed/launcher-words.ts';
import { createPanel } from '../../embed/panel.ts';
import { readChatSettings, readLauncherSettings } from '../../embed/settings.ts';
import { correctFill } from '../../ui/accent.ts';
import { Button } from '../../ui/button.tsx';
// oxlint-disable-next-line no-restricted-imports -- the preview draws the widget itself, nothing else here does
import { applyLook } from '../../widget/apply-look.ts';
// oxlint-disable-next-line no-restricted-imports -- as above
import { ChatHeader } from '../../widget/chat-header.tsx';
// oxlint-disable-next-line no-restricted-imports -- its page's own rules, for its frame and not for the console
import chatCss from '../../widget/chat-page.css?inline';
import { chooseLanguage, directionOf, type Language } from '../../words/language.ts';
import { english, SpeakHere, spokenIn, t, type Spoken } from '../../words/words.ts';
import { DrawnFrame, drawInto } from './drawn-frame.tsx';

const windows = {
  computer: { words: 'Computer', width: 1120, height: 720 },
  phone: { words: 'Phone', width: 375, height: 700 },
} as const;
type WindowName = keyof typeof windows;

/** What somebody may have asked. */
const asked: Readonly<Record<Language, string>> = {
  en: 'Good morning! Can I change my order?',
  de: 'Guten Morgen! Kann ich meine Bestellung ändern?',
  es: '¡Buenos días! ¿Puedo cambiar mi pedido?',
  fr: 'Bonjour ! Puis-je modifier ma commande ?',
  ar: 'صباح الخير! هل يمكنني تغيير طلبي؟',
};

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
    const attributes = Object.fromEntries(given) as Record<string, string>;
    return { ...readLauncherSettings(attributes, {}, 'en'), ...readChatSettings(attributes, {}) };
  };

  const wanted = createMemo(() => chooseLanguage([settings().language]));
  const [spoken, setSpoken] = createSignal(english);
  createEffect(() => {
    const language = wanted();
    // Where the words cannot be loaded, the chat itself speaks English as well.
    void spokenIn(language).then(
      (words) => language === wanted() && setSpoken(words),
      () => setSpoken(english),
    );
  });

  function drawSite(site: Document, words: Spoken): () => void {
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
      accent: correctFill(settings().accent),
      label: launcherWords[words.language],
      onPress: () => setOpen(!isOpen()),
      onNear: () => undefined,
    });
    const said = chatWords[words.language];
    const state = createLauncherState(site, launcher, said);
    const panel = createPanel(site, launcher, said.chat);
    const frame = site.createElement('iframe');
    frame.title = said.chat;
    const undoChat = drawInto(frame, (inside) => drawChat(inside, words));
    panel.append(frame);
    return createRoot((dispose) => {
      createEffect(() => launcher.show(settings(), correctFill(settings().accent)));
      createEffect(() => {
        state.setOpen(isOpen());
        panel.inert = !isOpen();
      });
      onCleanup(undoChat);
      return dispose;
    });
  }

  function drawChat(chat: Document, words: Spoken): () => void {
    chat.documentElement.lang = words.language;
    chat.documentElement.dir = directionOf(words.language);
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
        <SpeakHere value={() => words}>
          <Drawn />
        </SpeakHere>
      );
    }, chat.body);
    return undo;

    function Drawn(): JSX.Element {
      return (
        <main class="chat-page" inert>
          <ChatHeader
            who={{
              name: settings().title || t('chat.team'),
              line: t('who.people'),
              kind: 'team',
              here: undefined,
            }}
            link="direct"
            onClose={() => setOpen(false)}
          />
          <div class="preview-thread">
            <div class="greeting">
              <p class="greeting-title">{settings().greeting || t('greeting.usual')}</p>
              <p class="greeting-text">{t('greeting.more')}</p>
            </div>
            <p class="preview-bubble">{asked[words.language]}</p>
          </div>
          <div class="chat-foot">
            <div class="composer">
              <div class="composer-field">
                <span class="composer-input preview-placeholder">{t('composer.placeholder')}</span>
              </div>
            </div>
          </div>
        </main>
      );
    }
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
          {/* Another language is another chat: it is drawn anew. */}
          <Show when={spoken()} keyed>
            {(words) => (
              <DrawnFrame
                title="The chat on a page of this site"
                draw={(site) => drawSite(site, words)}
              />
            )}
          </Show>
        </div>
      </div>
    </section>
  );
}
