import { createSignal, type JSX } from 'solid-js';
import { Button } from '../ui/button.tsx';
import type { AccountApi } from './account-api.ts';
import { EntryCard } from './entry-card.tsx';

export interface ConfirmFormProps {
  readonly api: Pick<AccountApi, 'confirm'>;
  /** Of the link in the mail. */
  readonly linkKey: string;
  onDone(notice: string): void;
}

/** A click, as mail programs open links on their own to look at them. */
export function ConfirmForm(props: ConfirmFormProps): JSX.Element {
  const [busy, setBusy] = createSignal(false);
  const [trouble, setTrouble] = createSignal<string>();

  async function submit() {
    if (busy()) return;
    setBusy(true);
    const result = await props.api.confirm(props.linkKey);
    setBusy(false);
    if (result.ok) props.onDone('Your address is confirmed. Sign in with your password.');
    else setTrouble(result.refusal.message);
  }

  return (
    <EntryCard
      title="Confirm your e-mail address"
      text="Then your account is ready."
      trouble={trouble()}
      onSubmit={() => void submit()}
      more={<a href="#register">Register again</a>}
    >
      <div class="form">
        <Button type="submit" look="primary" busy={busy()}>
          Confirm
        </Button>
      </div>
    </EntryCard>
  );
}
