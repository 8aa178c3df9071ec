import './link-mark.css';
import type { JSX } from 'solid-js';
import type { LinkState } from '../../conversation/peer/api.ts';
import { unreachable } from '../../conversation/protocol/result.ts';
import { Dot, type Tone } from '../ui/marks.tsx';
import { Tooltip } from '../ui/tooltip.tsx';
import { t } from '../words/words.ts';

export interface LinkWords {
  readonly label: string;
  readonly sentence: string;
  readonly tone: Tone;
}

export function linkWords(link: LinkState): LinkWords {
  switch (link) {
    case 'direct':
      return {
        label: t('link.direct'),
        sentence: t('link.direct-long'),
        tone: 'good',
      };
    case 'relay':
      return {
        label: t('link.relay'),
        sentence: t('link.relay-long'),
        tone: 'good',
      };
    case 'server':
      return {
        label: t('link.server'),
        sentence: t('link.server-long'),
        tone: 'accent',
      };
    case 'connecting':
      return {
        label: t('link.connecting'),
        sentence: t('link.connecting-long'),
        tone: 'warn',
      };
    case 'offline':
      return {
        label: t('link.offline'),
        sentence: t('link.offline-long'),
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
