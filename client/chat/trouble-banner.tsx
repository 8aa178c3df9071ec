import { createEffect, createSignal, onCleanup, Show, type JSX } from 'solid-js';
import type { Clock } from '../../conversation/peer/clock.ts';
import type { LinkState } from '../../conversation/peer/api.ts';
import { AlertIcon, OfflineIcon } from '../ui/icons.tsx';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { t } from '../words/words.ts';
import { told } from '../words/told.ts';

export interface TroubleBannerProps {
  readonly link: LinkState;
  /** What the server refused, as a sentence. */
  readonly trouble: string | undefined;
  readonly clock: Clock;
  /** Tries to reach the server now; not given where something else offers it. */
  readonly onAgain?: () => void;
}

/** A blip that is over before one has read the banner needs none. */
const patienceMs = 1_500;

/** Says what is wrong and what still works, once it has lasted a moment. */
export function TroubleBanner(props: TroubleBannerProps): JSX.Element {
  const [isOffline, setOffline] = createSignal(false);
  createEffect(() => {
    if (props.link !== 'offline') {
      setOffline(false);
      return;
    }
    onCleanup(props.clock.after(patienceMs, () => setOffline(true)));
  });
  return (
    <>
      <Show when={props.trouble}>
        {(trouble) => (
          <Banner tone="danger" icon={<AlertIcon />}>
            {told(trouble())}
          </Banner>
        )}
      </Show>
      <Show when={isOffline() && props.trouble === undefined}>
        <Banner
          tone="warn"
          icon={<OfflineIcon />}
          action={
            props.onAgain && (
              <Button size="small" onClick={() => props.onAgain?.()}>
                {t('try-again')}
              </Button>
            )
          }
        >
          {t('banner.offline')}
        </Banner>
      </Show>
    </>
  );
}
