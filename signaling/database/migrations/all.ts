import { foundation } from './0001-foundation.ts';
import { changedEntries } from './0002-changed-entries.ts';
import { mails } from './0003-mails.ts';
import { people } from './0004-people.ts';
import { departments } from './0005-departments.ts';
import { tickets } from './0006-tickets.ts';
import { faces } from './0007-faces.ts';
import { masked } from './0008-masked.ts';
import { kinds } from './0009-kinds.ts';
import { sites } from './0010-sites.ts';
import { ticketDepartments } from './0011-ticket-departments.ts';
import { files } from './0012-files.ts';
import { auditScopes } from './0013-audit-scopes.ts';
import { beside } from './0014-beside.ts';
import { cannedReplies } from './0015-canned-replies.ts';
import { widget } from './0016-widget.ts';
import { previews } from './0017-previews.ts';
import { asking } from './0018-asking.ts';
import { usedTokens } from './0019-used-tokens.ts';
import type { Migration } from './migration.ts';

/** In order; only ever appended to. */
export const migrations: readonly Migration[] = [
  foundation,
  changedEntries,
  mails,
  people,
  departments,
  tickets,
  faces,
  masked,
  kinds,
  sites,
  ticketDepartments,
  files,
  auditScopes,
  beside,
  cannedReplies,
  widget,
  previews,
  asking,
  usedTokens,
];
