import '../../ui/ask-dialog.css';
import { createSignal, onCleanup, onMount, type JSX } from 'solid-js';
import type { Clock } from '../../../conversation/peer/clock.ts';
import { createBlobAddress } from '../blob-address.ts';
import { endingOf, openMicrophone } from './microphone.ts';
import { startRecording, type Voice, type VoiceState } from './recording.ts';
import { VoiceView } from './voice-view.tsx';
import { voiceName } from './voice-words.ts';
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
      <VoiceView
        state={now()}
        address={address}
        onStop={() => recording?.stop()}
        onAgain={record}
        onUse={use}
        onCancel={() => dialog.close()}
      />
    </dialog>
  );
}
