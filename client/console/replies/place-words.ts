import type { ReplyPlace } from '../../../conversation/protocol/http/replies.ts';
import { unreachable } from '../../../conversation/protocol/result.ts';

/** Whose a canned reply is. */
export function placeWords(place: ReplyPlace): string {
  switch (place.kind) {
    case 'personal':
      return 'Yours';
    case 'department':
      return place.name;
    case 'global':
      return 'Everybody’s';
    default:
      return unreachable(place);
  }
}
