import { Show, type JSX } from 'solid-js';
import { EmptyState } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { OfflineIcon } from '../../ui/icons.tsx';
import { Skeleton } from '../../ui/spinner.tsx';
import { useConsole } from '../console-context.ts';

/** In the place of a list that the server has not told yet: it is coming, or it cannot come now. */
export function NotKnownYet(): JSX.Element {
  const { peer } = useConsole();
  return (
    <Show when={peer.session().state === 'offline'} fallback={<Loading />}>
      <EmptyState
        icon={<OfflineIcon />}
        title="The conversations cannot be shown"
        text="The server cannot be reached. They appear here as soon as it is back."
        action={<Button onClick={() => peer.peer.wake()}>Try again</Button>}
      />
    </Show>
  );
}

function Loading(): JSX.Element {
  return (
    <div class="list-loading" role="status">
      <span class="sr-only">Loading conversations</span>
      <Skeleton width="100%" height="3rem" />
      <Skeleton width="100%" height="3rem" />
      <Skeleton width="100%" height="3rem" />
    </div>
  );
}
