/** The two lines of the header: who answers, and how soon. */
import type { ConversationStatus, Participant } from '../../conversation/protocol/conversation.ts';
import type { WidgetAnswer } from '../../conversation/protocol/http/widget.ts';
import { unreachable } from '../../conversation/protocol/result.ts';
import { t } from '../words/words.ts';

export interface WhoAnswers {
  readonly name: string;
  readonly line: string;
  readonly kind: 'team' | 'person' | 'bot';
  /** Whether they are here; undefined where nobody is meant in particular. */
  readonly here: boolean | undefined;
}

export interface WhoAnswersFacts {
  readonly status: ConversationStatus | undefined;
  /** Undefined where the server was never reached. */
  readonly answers: WidgetAnswer['answers'] | undefined;
  readonly here: readonly Participant[];
  readonly team: string;
}

export function whoAnswers({ status, answers, here, team }: WhoAnswersFacts): WhoAnswers {
  if (status === undefined) {
    return { name: team, line: beforeWords(answers), kind: 'team', here: undefined };
  }
  switch (status.state) {
    case 'waiting':
      return { name: team, line: queueWords(status.position), kind: 'team', here: undefined };
    case 'open':
      return { name: team, line: t('who.open'), kind: 'team', here: undefined };
    case 'closed':
      return { name: team, line: t('who.closed'), kind: 'team', here: undefined };
    case 'assigned': {
      const { to } = status;
      const isHere = here.some(({ id }) => id === to.id);
      if (to.role === 'bot') {
        return { name: to.name, line: t('who.bot'), kind: 'bot', here: isHere };
      }
      const line = isHere ? t('who.here') : t('who.away');
      return { name: to.name, line, kind: 'person', here: isHere };
    }
    default:
      return unreachable(status);
  }
}

function beforeWords(answers: WidgetAnswer['answers'] | undefined): string {
  switch (answers) {
    case 'people':
      return t('who.people');
    case 'bot':
      return t('who.a-bot');
    case 'nobody':
      return t('who.nobody');
    case undefined:
      return t('who.unknown');
    default:
      return unreachable(answers);
  }
}

export function queueWords(position: number): string {
  return t('who.queue', { position });
}
