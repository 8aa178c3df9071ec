import { A } from '@solidjs/router';
import type { JSX } from 'solid-js';
import { EmptyState } from '../../ui/banner.tsx';

export function NotFoundPage(): JSX.Element {
  return (
    <EmptyState
      title="There is nothing at this address"
      text="It may have been mistyped, or the page is for admins."
      action={
        <A href="/" class="button" data-look="primary">
          Go to the conversations
        </A>
      }
    />
  );
}
