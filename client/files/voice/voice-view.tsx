import './voice-dialog.css';
import { Match, Show, Switch, type JSX } from 'solid-js';
import { Button } from '../../ui/button.tsx';
import { t } from '../../words/words.ts';
import type { BlobAddress } from '../blob-address.ts';
import { mostVoiceMs, type Voice, type VoiceState } from './recording.ts';
import { timeWords } from './voice-words.ts';

export interface VoiceViewProps {
  readonly state: VoiceState;
  /** Where what was recorded can be heard. */
  readonly address: Pick<BlobAddress, 'of' | 'shownBy'>;
  onStop(): void;
  onAgain(): void;
  onUse(voice: Voice): void;
  onCancel(): void;
}

/** What is heard, what it came to, and what can be done with it. */
export function VoiceView(props: VoiceViewProps): JSX.Element {
  const when = <State extends VoiceState['state']>(...states: readonly State[]) => {
    const { state } = props;
    return states.some((one) => one === state.state)
      ? (state as Extract<VoiceState, { state: State }>)
      : undefined;
  };
  const heard = () => when('recording', 'ending');
  const voice = () => when('recorded')?.voice;
  const why = () => {
    const refused = when('refused');
    return refused && t(`voice.${refused.why}`);
  };
  return (
    <>
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
                src={props.address.of(content)}
                ref={(element) => props.address.shownBy(element)}
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
                  <span style={{ transform: `scaleX(${when('recording')?.level ?? 0})` }} />
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
        <Button look="ghost" onClick={() => props.onCancel()}>
          {t('cancel')}
        </Button>
        <Show when={heard()}>
          {(state) => (
            <Button look="primary" busy={state().state === 'ending'} onClick={() => props.onStop()}>
              {t('voice.stop')}
            </Button>
          )}
        </Show>
        <Show when={voice() !== undefined || why() !== undefined}>
          <Button onClick={() => props.onAgain()}>{t('voice.again')}</Button>
        </Show>
        <Show when={voice()}>
          {(recorded) => (
            <Button look="primary" onClick={() => props.onUse(recorded())}>
              {t('voice.attach')}
            </Button>
          )}
        </Show>
      </div>
    </>
  );
}
