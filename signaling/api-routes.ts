/** Every route of the HTTP API, each with the parts that it needs. */
import { randomBytes } from 'node:crypto';
import { archiveRoutes } from './archive/archive-routes.ts';
import { createAskedAnswers } from './asking/asked-answers.ts';
import { askingRoutes } from './asking/asking-routes.ts';
import { createAuditPages } from './audit/audit-pages.ts';
import { besideRoutes } from './beside/beside-routes.ts';
import { labelRoutes } from './beside/label-routes.ts';
import { createLabelsStore } from './beside/labels-store.ts';
import { noteRoutes } from './beside/note-routes.ts';
import { createRelationTo } from './beside/relation-to.ts';
import { createCannedReplies } from './canned-replies/canned-replies-store.ts';
import { replyRoutes } from './canned-replies/reply-routes.ts';
import type { Config } from './config.ts';
import { enrolmentRoutes } from './conversations/enrolment-routes.ts';
import { groupRoutes } from './conversations/group-routes.ts';
import { createWorkers } from './departments/workers.ts';
import { createFileAddresses } from './files/file-addresses.ts';
import { fileRoutes } from './files/file-routes.ts';
import { hostContextRoutes } from './host-context/host-context-routes.ts';
import { createHostContexts } from './host-context/host-contexts.ts';
import { accountRoutes } from './http/routes/account-routes.ts';
import { auditRoutes } from './http/routes/audit-routes.ts';
import { botRoutes } from './http/routes/bot-routes.ts';
import { customerRoutes } from './http/routes/customer-routes.ts';
import { departmentRoutes } from './http/routes/department-routes.ts';
import { mailRoutes } from './http/routes/mail-routes.ts';
import { memberRoutes } from './http/routes/member-routes.ts';
import { ownAccountRoutes } from './http/routes/own-account-routes.ts';
import { settingsRoutes } from './http/routes/settings-routes.ts';
import { signInRoutes } from './http/routes/sign-in-routes.ts';
import { visitorRoutes } from './http/routes/visitor-routes.ts';
import { createRateLimit } from './rate-limit.ts';
import { clientRoutes } from './sites/client-routes.ts';
import { siteRoutes } from './sites/site-routes.ts';
import { ticketRoutes } from './tickets/ticket-routes.ts';
import type { ConversationId } from '../conversation/protocol/ids.ts';
import type { Database } from './database/database.ts';
import type { Installation } from './database/installation.ts';
import type { Files } from './files/files.ts';
import type { Route } from './http/route.ts';
import type { CookieSettings } from './http/routes/sign-in-routes.ts';
import type { Identities } from './identities.ts';
import type { MeetingPoint } from './meeting-point.ts';

export interface ApiParts {
  readonly config: Pick<Config, 'files'>;
  readonly database: Database;
  readonly installation: Installation;
  readonly now: () => number;
  readonly identities: Identities;
  readonly files: Files;
  readonly meetingPoint: MeetingPoint;
  readonly cookies: CookieSettings;
}

export function apiRoutes(parts: ApiParts): Route[] {
  return [...peopleRoutes(parts), ...placeRoutes(parts), ...conversationRoutes(parts)];
}

function peopleRoutes({ identities, database, now, meetingPoint, cookies }: ApiParts): Route[] {
  return [
    ...visitorRoutes({
      ...identities,
      now,
      // A class behind one address starts together; after that, one a second.
      visitorLimit: createRateLimit({ burst: 300, perSecond: 1 }, now),
      ticketLimit: createRateLimit({ burst: 600, perSecond: 20 }, now),
      widgetState: (department) => meetingPoint.widgetState(department),
    }),
    ...signInRoutes({ ...identities, cookies }),
    ...accountRoutes({ ...identities, workers: createWorkers(database) }),
    ...customerRoutes({
      ...identities,
      database,
      limit: createRateLimit({ burst: 30, perSecond: 0.1 }, now),
    }),
    ...mailRoutes(identities),
    ...ownAccountRoutes(identities),
    ...settingsRoutes(identities),
    ...botRoutes(identities),
    ...clientRoutes(identities),
  ];
}

function placeRoutes({ identities, database, now }: ApiParts): Route[] {
  return [
    ...departmentRoutes({ ...identities, now }),
    ...memberRoutes(identities),
    ...enrolmentRoutes({ ...identities, database }),
    ...siteRoutes(identities),
    ...replyRoutes({ ...identities, replies: createCannedReplies({ database, now, randomBytes }) }),
    ...auditRoutes({ ...identities, auditPages: createAuditPages(database) }),
  ];
}

function conversationRoutes(parts: ApiParts): Route[] {
  const { config, database, installation, now, identities, files, meetingPoint } = parts;
  const { departments, relations } = identities;
  const { archive, groups, presence, raise } = meetingPoint;
  const stores = { database, now, randomBytes };
  const labels = createLabelsStore(stores);
  const besideParts = {
    database,
    now,
    relationTo: createRelationTo(database, relations),
    news: meetingPoint.beside,
  };
  const tellStaff = (conversation: ConversationId) => meetingPoint.contextChanged(conversation);
  return [
    ...fileRoutes({
      database,
      files,
      addresses: createFileAddresses(stores),
      limits: config.files,
      relations,
    }),
    ...groupRoutes({ database, departments, groups, raise, randomBytes, relations }),
    ...noteRoutes({ ...besideParts, randomBytes }),
    ...labelRoutes({ labels, relations }),
    ...besideRoutes({ ...besideParts, labels, relations }),
    ...hostContextRoutes({
      contexts: createHostContexts(database, now),
      relations,
      // Eight tables at once, and a page that goes on measuring something.
      limit: createRateLimit({ burst: 60, perSecond: 2 }, now),
      tellStaff,
    }),
    ...askingRoutes({
      answers: createAskedAnswers(database, now),
      relations,
      limit: createRateLimit({ burst: 20, perSecond: 0.5 }, now),
      tellStaff,
    }),
    ...ticketRoutes({ database, presence, raise, randomBytes, relations }),
    ...archiveRoutes({ archive, audit: identities.audit, installation, relations }),
  ];
}
