import '../../ui/ask-dialog.css';
import { For, type JSX } from 'solid-js';
import type { VoiceState } from '../../files/voice/recording.ts';
import { VoiceView } from '../../files/voice/voice-view.tsx';

const nothing = () => undefined;
const nowhere = { of: () => '', shownBy: nothing };

const states: readonly VoiceState[] = [
  { state: 'asking' },
  { state: 'recording', ms: 42_000, level: 0.6 },
  { state: 'ending', ms: 43_000 },
  { state: 'recorded', voice: { content: new Blob(), ms: 43_000 } },
  { state: 'refused', why: 'not-allowed' },
  { state: 'refused', why: 'no-microphone' },
  { state: 'refused', why: 'broken' },
];

/** A voice message from the browser's question to what it came to. */
export function Voices(): JSX.Element {
  return (
    <div class="gallery-row">
      <For each={states}>
        {(state) => (
          <div class="ask-dialog voice-dialog gallery-dialog">
            <VoiceView
              state={state}
              address={nowhere}
              onStop={nothing}
              onAgain={nothing}
              onUse={nothing}
              onCancel={nothing}
            />
          </div>
        )}
      </For>
    </div>
  );
}
