import './link-mark.css';
import type { JSX } from 'solid-js';
import type { LinkState } from '../../conversation/peer/api.ts';
import { unreachable } from '../../conversation/protocol/result.ts';
import { Dot, type Tone } from '../ui/marks.tsx';
import { Tooltip } from '../ui/tooltip.tsx';

export interface LinkWords {
  readonly label: string;
  readonly sentence: string;
  readonly tone: Tone;
}

export function linkWords(link: LinkState): LinkWords {
  switch (link) {
    case 'direct':
      return {
        label: 'Direct',
        sentence: 'Messages go straight from this browser to the other side.',
        tone: 'good',
      };
    case 'relay':
      return {
        label: 'Relayed',
        sentence: 'Messages go to the other side through a relay, as a direct way is blocked.',
        tone: 'good',
      };
    case 'server':
      return {
        label: 'Via server',
        sentence:
          'Messages go through the server. Everything works, also while the other side is away.',
        tone: 'accent',
      };
    case 'connecting':
      return {
        label: 'Connecting',
        sentence: 'Looking for a way. You can write already.',
        tone: 'warn',
      };
    case 'offline':
      return {
        label: 'Offline',
        sentence:
          'No connection. What you write is kept here and goes out when you are back online.',
        tone: 'danger',
      };
    default:
      return unreachable(link);
  }
}

/** The small labelled dot in a header that says how messages travel. */
export function LinkMark(props: {
  readonly link: LinkState;
  readonly align?: 'start' | 'end';
}): JSX.Element {
  const words = () => linkWords(props.link);
  return (
    <Tooltip text={words().sentence} align={props.align ?? 'end'}>
      {(describedBy) => (
        <button type="button" class="link-mark" aria-describedby={describedBy}>
          <Dot tone={words().tone} pulse={props.link === 'connecting'} />
          {words().label}
        </button>
      )}
    </Tooltip>
  );
}
