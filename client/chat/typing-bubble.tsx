import { createEffect, createMemo, createSignal, onCleanup, Show, type JSX } from 'solid-js';
import type { Clock } from '../../conversation/peer/clock.ts';
import type { ThreadState } from './thread.tsx';
import { Avatar } from '../ui/marks.tsx';
import { typingWords } from './system-words.ts';
import { createHold } from './typing-hold.ts';

export interface TypingBubbleProps {
  readonly state: Pick<ThreadState, 'items' | 'typing' | 'previews'>;
  readonly clock: Clock;
}

/** The status element is always there, as screen readers only announce what changes inside a known one. */
export function TypingBubble(props: TypingBubbleProps): JSX.Element {
  const [shown, setShown] = createSignal(false);
  const hold = createHold(props.clock, setShown);
  onCleanup(() => hold.close());

  const theirLast = createMemo(() => props.state.items().findLast((item) => !item.mine)?.id);
  let lastBefore = theirLast();
  createEffect(() => {
    const isNewMessage = theirLast() !== lastBefore;
    lastBefore = theirLast();
    hold.set(props.state.typing().length > 0, isNewMessage);
  });
  /** Keeps the last name while the bubble waits to go. */
  const who = createMemo<readonly { name: string; role: string }[]>(
    (before) => (props.state.typing().length > 0 ? props.state.typing() : before),
    [],
  );

  return (
    <div class="typing" role="status">
      {/* Who is seen to write needs no dots. */}
      <Show when={shown() && props.state.previews().length === 0}>
        <div class="typing-bubble">
          <Avatar name={who()[0]?.name ?? ''} bot={who()[0]?.role === 'bot'} size="small" />
          <span class="typing-dots" aria-hidden="true">
            <span />
            <span />
            <span />
          </span>
          <span class="typing-who">{typingWords(who().map(({ name }) => name))}</span>
        </div>
      </Show>
    </div>
  );
}
