import { Match, Switch, type JSX } from 'solid-js';
import type { Clock } from '../../conversation/peer/clock.ts';
import type { ParticipantId } from '../../conversation/protocol/ids.ts';
import type { LiveRow } from './keyed-rows.ts';
import { Message } from './message.tsx';
import { systemWords } from './system-words.ts';
import type { ThreadRow } from './thread-rows.ts';
import type { TimeLabels } from './time-labels.ts';

export interface RowProps {
  readonly live: LiveRow;
  readonly you: ParticipantId | undefined;
  readonly labels: TimeLabels;
  readonly clock: Clock;
  readonly found: boolean;
}

/** One element: the thread measures rows by its children. */
export function Row(props: RowProps): JSX.Element {
  const as = <Kind extends ThreadRow['kind']>(kind: Kind) => {
    const row = props.live.row();
    return row.kind === kind ? (row as Extract<ThreadRow, { kind: Kind }>) : undefined;
  };
  return (
    <Switch>
      <Match when={as('message')}>
        {(row) => <Message row={row()} labels={props.labels} found={props.found} />}
      </Match>
      <Match when={as('day')}>
        {(row) => (
          <div class="day">
            <time dateTime={new Date(row().at).toISOString()}>
              {props.labels.day(row().at, props.clock.now())}
            </time>
          </div>
        )}
      </Match>
      <Match when={as('system')}>
        {(row) => (
          <div
            class="system-line"
            data-message={row().item.id}
            data-author="system"
            title={props.labels.full(row().item.at)}
          >
            {wordsOf(row(), props.you)}
          </div>
        )}
      </Match>
    </Switch>
  );
}

function wordsOf(row: Extract<ThreadRow, { kind: 'system' }>, you: ParticipantId | undefined) {
  if (row.item.kind !== 'system') return '';
  return systemWords(row.item, you) ?? 'The conversation changed.';
}
