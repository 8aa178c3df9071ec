/** What the console asks about bots and their keys. */
import {
  botsAnswer,
  newBotAnswer,
  newBotKeyAnswer,
  type BotScope,
  type BotsAnswer,
  type NewBotAnswer,
  type NewBotKeyAnswer,
  type NewBotRequest,
} from '../../../conversation/protocol/http/bots.ts';
import type { AccountId } from '../../../conversation/protocol/ids.ts';
import { nothing, type ApiClient, type ApiResult } from '../../signed-in/api/api-client.ts';

export interface BotsApi {
  bots(): Promise<ApiResult<BotsAnswer>>;
  addBot(bot: NewBotRequest): Promise<ApiResult<NewBotAnswer>>;
  addBotKey(bot: AccountId, scopes: BotScope[]): Promise<ApiResult<NewBotKeyAnswer>>;
  revokeBotKey(bot: AccountId, key: string): Promise<ApiResult<unknown>>;
}

export function createBotsApi({ ask }: Pick<ApiClient, 'ask'>): BotsApi {
  return {
    bots: () => ask({ path: '/api/bots', answer: botsAnswer }),
    addBot: (body) => ask({ method: 'POST', path: '/api/bots', body, answer: newBotAnswer }),
    addBotKey: (bot, scopes) =>
      ask({
        method: 'POST',
        path: `/api/bots/${bot}/keys`,
        body: { scopes },
        answer: newBotKeyAnswer,
      }),
    revokeBotKey: (bot, key) =>
      ask({ method: 'DELETE', path: `/api/bots/${bot}/keys/${key}`, answer: nothing }),
  };
}
