import '../../ui/ask-dialog.css';
import './voice-dialog.css';
import { createSignal, Match, onCleanup, onMount, Show, Switch, type JSX } from 'solid-js';
import type { Clock } from '../../../conversation/peer/clock.ts';
import { Button } from '../../ui/button.tsx';
import { createBlobAddress } from '../blob-address.ts';
import { endingOf, openMicrophone } from './microphone.ts';
import { mostVoiceMs, startRecording, type Voice, type VoiceState } from './recording.ts';
import { timeWords, voiceName } from './voice-words.ts';
import { t } from '../../words/words.ts';

export interface VoiceDialogProps {
  readonly clock: Clock;
  /** It was listened to, or not, and is to be sent. */
  onVoice(file: File): void;
  onClose(): void;
}

/** Records at once: it is open while it is drawn, and whoever opened it wanted that. */
export function VoiceDialog(props: VoiceDialogProps): JSX.Element {
  let dialog!: HTMLDialogElement;
  const [now, setNow] = createSignal<VoiceState>({ state: 'asking' });
  let recording: ReturnType<typeof startRecording> | undefined;
  const address = createBlobAddress();

  function record(): void {
    recording?.close();
    address.end();
    recording = startRecording({ open: openMicrophone, clock: props.clock, onChange: setNow });
  }
  const heard = () => {
    const state = now();
    return state.state === 'recording' || state.state === 'ending' ? state : undefined;
  };
  const voice = () => {
    const state = now();
    return state.state === 'recorded' ? state.voice : undefined;
  };
  const why = () => {
    const state = now();
    return state.state === 'refused' ? t(`voice.${state.why}`) : undefined;
  };
  const level = () => {
    const state = now();
    return state.state === 'recording' ? state.level : 0;
  };

  function use({ content }: Voice): void {
    const ending = endingOf(content.type);
    if (ending === undefined) return void setNow({ state: 'refused', why: 'broken' });
    props.onVoice(
      new File([content], voiceName(t('voice.name'), new Date(props.clock.now()), ending)),
    );
    dialog.close();
  }

  onMount(() => {
    dialog.showModal();
    record();
  });
  onCleanup(() => {
    recording?.close();
    address.end();
  });

  return (
    <dialog
      ref={(element) => (dialog = element)}
      class="ask-dialog voice-dialog"
      aria-label={t('voice.name')}
      onClose={() => props.onClose()}
      // The host page closes the chat on Escape.
      onKeyDown={(event) => event.key === 'Escape' && event.stopPropagation()}
    >
      <h2 class="ask-title">{t('voice.name')}</h2>
      <div class="voice-now">
        <Switch fallback={<p class="ask-text">{t('voice.asking')}</p>}>
          <Match when={why()}>
            {(sentence) => (
              <p class="field-error" role="alert">
                {sentence()}
              </p>
            )}
          </Match>
          <Match when={voice()} keyed>
            {({ content }) => (
              <audio
                controls
                src={address.of(content)}
                ref={(element) => address.shownBy(element)}
                aria-label={t('voice.yours')}
              />
            )}
          </Match>
          <Match when={heard()}>
            {(state) => (
              <>
                <span class="voice-time" role="timer">
                  {timeWords(state().ms)}
                </span>
                <span class="voice-level" aria-hidden="true">
                  <span style={{ transform: `scaleX(${level()})` }} />
                </span>
                <span class="voice-time" aria-hidden="true">
                  {timeWords(mostVoiceMs)}
                </span>
              </>
            )}
          </Match>
        </Switch>
      </div>
      <div class="ask-deeds">
        <Button look="ghost" onClick={() => dialog.close()}>
          {t('cancel')}
        </Button>
        <Show when={heard()}>
          <Button look="primary" busy={now().state === 'ending'} onClick={() => recording?.stop()}>
            {t('voice.stop')}
          </Button>
        </Show>
        <Show when={voice() !== undefined || why() !== undefined}>
          <Button onClick={record}>{t('voice.again')}</Button>
        </Show>
        <Show when={voice()}>
          {(recorded) => (
            <Button look="primary" onClick={() => use(recorded())}>
              {t('voice.attach')}
            </Button>
          )}
        </Show>
      </div>
    </dialog>
  );
}
