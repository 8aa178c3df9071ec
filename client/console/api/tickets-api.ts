/** What the console asks about tickets, and about passing conversations on. */
import { ticketsAnswer, type TicketsAnswer } from '../../../conversation/protocol/http/tickets.ts';
import {
  transferTargetsAnswer,
  transfersAnswer,
  type TransferTargetsAnswer,
  type TransfersAnswer,
} from '../../../conversation/protocol/http/transfers.ts';
import type { ConversationId, DepartmentId } from '../../../conversation/protocol/ids.ts';
import type { TicketStatus } from '../../../conversation/protocol/ticket.ts';
import type { ApiClient, ApiResult } from '../../signed-in/api/api-client.ts';

export interface TicketsQuery {
  readonly status?: TicketStatus | undefined;
  readonly department?: DepartmentId | undefined;
  /** How many were read already. */
  readonly skip: number;
  /** At most 100. */
  readonly limit: number;
}

export interface TicketsApi {
  /** New ones first, then the latest change first. */
  tickets(query: TicketsQuery): Promise<ApiResult<TicketsAnswer>>;
  transfers(conversation: ConversationId): Promise<ApiResult<TransfersAnswer>>;
  transferTargets(conversation: ConversationId): Promise<ApiResult<TransferTargetsAnswer>>;
}

export function createTicketsApi({ ask }: Pick<ApiClient, 'ask'>): TicketsApi {
  const pathOf = (id: ConversationId) => `/api/conversations/${id}`;
  return {
    tickets({ status, department, skip, limit }) {
      const query = new URLSearchParams({ skip: String(skip), limit: String(limit) });
      if (status !== undefined) query.set('status', status);
      if (department !== undefined) query.set('department', department);
      return ask({ path: `/api/tickets?${query}`, answer: ticketsAnswer });
    },
    transfers: (id) => ask({ path: `${pathOf(id)}/transfers`, answer: transfersAnswer }),
    transferTargets: (id) =>
      ask({ path: `${pathOf(id)}/transfer-targets`, answer: transferTargetsAnswer }),
  };
}
