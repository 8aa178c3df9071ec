/** What the console asks about the sites that hold the widget, and about whom they vouch for. */
import {
  newSiteKeyAnswer,
  siteAnswer,
  sitesAnswer,
  type ChangeSiteRequest,
  type NewSiteKeyAnswer,
  type NewSiteKeyRequest,
  type NewSiteRequest,
  type SiteAnswer,
  type SitesAnswer,
} from '../../../conversation/protocol/http/sites.ts';
import { askedAnswer, type AskedAnswer } from '../../../conversation/protocol/http/asking.ts';
import {
  contextAnswer,
  type ContextAnswer,
} from '../../../conversation/protocol/http/host-context.ts';
import { clientAnswer, type ClientAnswer } from '../../../conversation/protocol/http/visitors.ts';
import type { ConversationId, SiteId } from '../../../conversation/protocol/ids.ts';
import { nothing, type ApiClient, type ApiResult } from '../../signed-in/api/api-client.ts';

export interface SitesApi {
  sites(): Promise<ApiResult<SitesAnswer>>;
  addSite(site: NewSiteRequest): Promise<ApiResult<SiteAnswer>>;
  changeSite(id: SiteId, changes: ChangeSiteRequest): Promise<ApiResult<SiteAnswer>>;
  deleteSite(id: SiteId): Promise<ApiResult<unknown>>;
  addSiteKey(id: SiteId, key: NewSiteKeyRequest): Promise<ApiResult<NewSiteKeyAnswer>>;
  removeSiteKey(id: SiteId, key: string): Promise<ApiResult<unknown>>;
  /** Who raised a conversation. */
  client(conversation: ConversationId): Promise<ApiResult<ClientAnswer>>;
  /** What the page around the chat told. */
  hostContext(conversation: ConversationId): Promise<ApiResult<ContextAnswer>>;
  asked(conversation: ConversationId): Promise<ApiResult<AskedAnswer>>;
}

export function createSitesApi({ ask }: Pick<ApiClient, 'ask'>): SitesApi {
  return {
    sites: () => ask({ path: '/api/sites', answer: sitesAnswer }),
    addSite: (body) => ask({ method: 'POST', path: '/api/sites', body, answer: siteAnswer }),
    changeSite: (id, body) =>
      ask({ method: 'PATCH', path: `/api/sites/${id}`, body, answer: siteAnswer }),
    deleteSite: (id) => ask({ method: 'DELETE', path: `/api/sites/${id}`, answer: nothing }),
    addSiteKey: (id, body) =>
      ask({ method: 'POST', path: `/api/sites/${id}/keys`, body, answer: newSiteKeyAnswer }),
    removeSiteKey: (id, key) =>
      ask({ method: 'DELETE', path: `/api/sites/${id}/keys/${key}`, answer: nothing }),
    client: (id) => ask({ path: `/api/conversations/${id}/client`, answer: clientAnswer }),
    asked: (id) => ask({ path: `/api/conversations/${id}/asked`, answer: askedAnswer }),
    hostContext: (id) => ask({ path: `/api/conversations/${id}/context`, answer: contextAnswer }),
  };
}
