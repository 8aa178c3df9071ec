import type { LogId } from '../../../conversation/protocol/ids.ts';
import type { Question, RefusalCode } from '../../../conversation/protocol/session.ts';

/** What a handler says about a message: nothing, or why not. `strike`: nobody honest sends that. */
export type Outcome =
  | undefined
  | {
      readonly code: RefusalCode;
      readonly log?: LogId;
      readonly next?: number;
      readonly about?: Question;
      readonly strike?: true;
    };
