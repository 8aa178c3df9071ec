/** The two lines of the header: who answers, and how soon. */
import type { ConversationStatus, Participant } from '../../conversation/protocol/conversation.ts';
import type { WidgetAnswer } from '../../conversation/protocol/http.ts';
import { unreachable } from '../../conversation/protocol/result.ts';

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
      return { name: team, line: 'Open', kind: 'team', here: undefined };
    case 'closed':
      return { name: team, line: 'Conversation closed', kind: 'team', here: undefined };
    case 'assigned': {
      const { to } = status;
      const isHere = here.some(({ id }) => id === to.id);
      if (to.role === 'bot') {
        return { name: to.name, line: 'Bot, answers at once', kind: 'bot', here: isHere };
      }
      const line = isHere ? 'Here now' : 'Away, will see your messages';
      return { name: to.name, line, kind: 'person', here: isHere };
    }
    default:
      return unreachable(status);
  }
}

function beforeWords(answers: WidgetAnswer['answers'] | undefined): string {
  switch (answers) {
    case 'people':
      return 'We are here now';
    case 'bot':
      return 'A bot answers at once';
    case 'nobody':
      return 'Leave a message, we will answer here';
    case undefined:
      return 'Write, and we will answer here';
    default:
      return unreachable(answers);
  }
}

export function queueWords(position: number): string {
  return `You are number ${position} in the queue`;
}
