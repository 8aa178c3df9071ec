import { createSignal, Show, type JSX } from 'solid-js';
import type { Clock } from '../../../conversation/peer/clock.ts';
import { createLate } from '../../browser/late.ts';
import { IconButton } from '../../ui/button.tsx';
import { MicIcon } from '../../ui/icons.tsx';
import type { Attaching } from '../attaching.ts';
import { t } from '../../words/words.ts';

/** Offers to record a voice message, where the browser can. The recorder is loaded when it is wanted. */
export function VoiceButton(props: {
  readonly attaching: Attaching;
  readonly clock: Clock;
}): JSX.Element {
  const canRecord = typeof MediaRecorder !== 'undefined' && 'mediaDevices' in navigator;
  const [wanted, setWanted] = createSignal(false);
  const dialog = createLate(async () => (await import('./voice-dialog.tsx')).VoiceDialog);
  return (
    <Show when={canRecord}>
      <IconButton
        class="composer-attach"
        label={t('voice.record')}
        onClick={() => {
          dialog.load();
          setWanted(true);
        }}
      >
        <MicIcon />
      </IconButton>
      <Show when={wanted() && dialog.part()} keyed>
        {(VoiceDialog) => (
          <VoiceDialog
            clock={props.clock}
            onVoice={(file) => props.attaching.add([file])}
            onClose={() => setWanted(false)}
          />
        )}
      </Show>
    </Show>
  );
}
