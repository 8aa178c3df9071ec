import './trouble-again.css';
import { Show, type JSX } from 'solid-js';
import { Button } from '../../ui/button.tsx';
import { TroubleLine } from '../../ui/trouble-line.tsx';

export interface TroubleAgainProps {
  readonly sentence: string | undefined;
  /** Asks once more; undefined where what went wrong is not helped by that. */
  readonly onAgain: (() => void) | undefined;
}

/** Why a part of a page is not there, and the way to ask for it again. */
export function TroubleAgain(props: TroubleAgainProps): JSX.Element {
  return (
    <Show when={props.sentence !== undefined}>
      <div class="trouble-again">
        <TroubleLine sentence={props.sentence} />
        <Show when={props.onAgain}>
          {(again) => (
            <Button size="small" onClick={() => again()()}>
              Try again
            </Button>
          )}
        </Show>
      </div>
    </Show>
  );
}
