import { createSignal, Show, type JSX } from 'solid-js';
import type { ConversationSummary } from '../../../conversation/protocol/conversation.ts';
import { Button } from '../../ui/button.tsx';
import { TrashIcon } from '../../ui/more-icons.tsx';
import { useConsole } from '../console-context.ts';
import { ConfirmDialog } from '../../signed-in/ui/confirm-dialog.tsx';

/** Only what is over, and was not deleted yet. Whether one may, the department's policy says; the server knows it. */
export function DeleteConversation(props: {
  readonly summary: ConversationSummary;
  onDeleted(): void;
}): JSX.Element {
  const { api } = useConsole();
  const [asks, setAsks] = createSignal(false);
  const isPossible = () =>
    props.summary.status.state === 'closed' && props.summary.erasedAt === undefined;
  return (
    <Show when={isPossible()}>
      <Button size="small" onClick={() => setAsks(true)}>
        <TrashIcon />
        Delete
      </Button>
      <ConfirmDialog
        open={asks()}
        title="Delete what was said?"
        text="Nobody can read it any more, here or on the other side, and its files go too. That it took place, and when, stays. This cannot be taken back."
        deed="Delete"
        run={async () => {
          const result = await api.deleteConversation(props.summary.conversation);
          if (!result.ok) return result.refusal.message;
          props.onDeleted();
          return undefined;
        }}
        onClose={() => setAsks(false)}
      />
    </Show>
  );
}
