/** What the console asks about canned replies. */
import {
  repliesAnswer,
  replyAnswer,
  type ChangeReplyRequest,
  type NewReplyRequest,
  type RepliesAnswer,
  type ReplyAnswer,
  type ReplyPlace,
} from '../../../conversation/protocol/http/replies.ts';
import type { ReplyId } from '../../../conversation/protocol/ids.ts';
import { unreachable } from '../../../conversation/protocol/result.ts';
import { nothing, type ApiClient, type ApiResult } from '../../signed-in/api/api-client.ts';

export interface RepliesApi {
  replies(): Promise<ApiResult<RepliesAnswer>>;
  addReply(place: ReplyPlace, reply: NewReplyRequest): Promise<ApiResult<ReplyAnswer>>;
  changeReply(id: ReplyId, changes: ChangeReplyRequest): Promise<ApiResult<ReplyAnswer>>;
  deleteReply(id: ReplyId): Promise<ApiResult<unknown>>;
}

export function createRepliesApi({ ask }: Pick<ApiClient, 'ask'>): RepliesApi {
  return {
    replies: () => ask({ path: '/api/replies', answer: repliesAnswer }),
    addReply: (place, body) =>
      ask({ method: 'POST', path: pathOf(place), body, answer: replyAnswer }),
    changeReply: (id, body) =>
      ask({ method: 'PATCH', path: `/api/replies/${id}`, body, answer: replyAnswer }),
    deleteReply: (id) => ask({ method: 'DELETE', path: `/api/replies/${id}`, answer: nothing }),
  };
}

function pathOf(place: ReplyPlace): string {
  switch (place.kind) {
    case 'personal':
      return '/api/me/replies';
    case 'department':
      return `/api/departments/${place.department}/replies`;
    case 'global':
      return '/api/replies';
    default:
      return unreachable(place);
  }
}
