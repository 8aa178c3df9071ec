import { untrack, type Accessor, type JSX } from 'solid-js';
import type { Clock } from '../../conversation/peer/clock.ts';
import type { ParticipantId } from '../../conversation/protocol/ids.ts';
import { unreachable } from '../../conversation/protocol/result.ts';
import type { LiveRow } from './keyed-rows.ts';
import { Message, type MessageDoing } from './message.tsx';
import { systemWords } from './system-words.ts';
import type { ThreadRow } from './thread-rows.ts';
import type { TimeLabels } from './time-labels.ts';
import { t } from '../words/words.ts';

export interface RowProps {
  readonly live: LiveRow;
  readonly you: ParticipantId | undefined;
  readonly labels: TimeLabels;
  readonly clock: Clock;
  readonly found: boolean;
  readonly doing: MessageDoing;
  /** What is drawn where an inset stands. */
  readonly inset: ((key: string) => JSX.Element) | undefined;
}

type SystemRow = Extract<ThreadRow, { kind: 'system' }>;

/** One element: the thread measures rows by its children. What a key stands for never becomes another kind of row. */
export function Row(props: RowProps): JSX.Element {
  const row = untrack(() => props.live.row());
  switch (row.kind) {
    case 'message': {
      const isMessage = (it: ThreadRow): it is typeof row => it.kind === 'message';
      return (
        <Message
          row={following(props, row, isMessage)}
          labels={props.labels}
          found={props.found}
          doing={props.doing}
        />
      );
    }
    case 'day':
      return (
        <div class="day">
          <time dateTime={new Date(row.at).toISOString()}>
            {props.labels.day(row.at, props.clock.now())}
          </time>
        </div>
      );
    case 'inset':
      return props.inset?.(row.key) ?? <div />;
    case 'system': {
      const isSystem = (it: ThreadRow): it is SystemRow => it.kind === 'system';
      return <SystemLine {...props} row={following(props, row, isSystem)} />;
    }
    default:
      return unreachable(row);
  }
}

function following<Known extends ThreadRow>(
  props: RowProps,
  first: Known,
  isKnown: (row: ThreadRow) => row is Known,
): Accessor<Known> {
  return () => {
    const row = props.live.row();
    return isKnown(row) ? row : first;
  };
}

function SystemLine(props: RowProps & { readonly row: Accessor<SystemRow> }): JSX.Element {
  const item = () => props.row().item;
  const words = () => {
    const it = item();
    const known = it.kind === 'system' ? systemWords(it, props.you) : '';
    return known ?? t('system.unknown');
  };
  return (
    <div
      class="system-line"
      data-message={item().id}
      data-author="system"
      title={props.labels.full(item().at)}
    >
      {words()}
    </div>
  );
}
