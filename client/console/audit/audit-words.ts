/** What the actions of the audit log are called. */
import type { AuditRowJson } from '../../../conversation/protocol/http/audit.ts';

export const actionWords: Readonly<Record<string, string>> = {
  'signed-in': 'Signed in',
  'sign-in-failed': 'Sign-in failed',
  'password-changed': 'Password changed',
  'password-reset': 'Password reset by mail',
  'two-steps-on': 'Second step switched on',
  'two-steps-off': 'Second step switched off',
  'recovery-codes-renewed': 'Recovery codes renewed',
  'session-ended': 'Session ended',
  'sessions-ended': 'Other sessions ended',
  'customer-registered': 'Customer registered',
  'account-created': 'Account created',
  'account-changed': 'Account changed',
  'account-deleted': 'Account deleted',
  'department-created': 'Department created',
  'department-changed': 'Department changed',
  'department-deleted': 'Department deleted',
  'member-added': 'Member added',
  'member-changed': 'Member changed',
  'member-removed': 'Member removed',
  'worker-created': 'Worker created',
  'worker-deleted': 'Worker deleted',
  enrolled: 'Customer enrolled',
  'enrolment-ended': 'Enrolment ended',
  'group-started': 'Group started',
  'group-invited': 'Invited to a group',
  'group-left': 'Group left',
  'group-removed': 'Put out of a group',
  'department-thread-raised': 'Thread to another department raised',
  'seat-taken': 'Spoke for the department',
  'conversation-erased': 'Conversation deleted',
  'bot-created': 'Bot created',
  'bot-key-created': 'Bot’s key created',
  'bot-key-revoked': 'Bot’s key revoked',
  'site-created': 'Site added',
  'site-changed': 'Site changed',
  'site-deleted': 'Site taken away',
  'site-key-added': 'Site’s key added',
  'site-key-removed': 'Site’s key removed',
  'reply-added': 'Canned reply added',
  'reply-changed': 'Canned reply changed',
  'reply-deleted': 'Canned reply deleted',
  'settings-changed': 'Settings changed',
  'conversation-watched': 'Conversation watched',
  'conversation-watch-ended': 'Watching ended',
  'conversation-taken-over': 'Conversation taken over',
  'conversation-transferred': 'Conversation passed on',
  'note-written': 'Note written',
  'note-changed': 'Note changed',
  'note-deleted': 'Note deleted',
  'label-made': 'Label made',
  'label-changed': 'Label changed',
  'label-deleted': 'Label deleted',
  'conversation-labelled': 'Label set',
  'conversation-unlabelled': 'Label taken away',
  'conversation-priority': 'Priority set',
  'conversation-snoozed': 'Conversation snoozed',
  'conversation-woken': 'Conversation woken',
  'client-attribute-set': 'Noted about a client',
  'client-attribute-removed': 'No longer noted about a client',
  'ticket-opened': 'Ticket opened',
  'ticket-status': 'Ticket’s status changed',
  'ticket-subject': 'Ticket’s subject changed',
  'archive.transcript-opened': 'Transcript opened',
  'audit-exported': 'Audit log exported',
};

/** What a newer server writes is shown as it stands. */
export const wordsOf = (action: string): string =>
  actionWords[action] ?? capital(action.replaceAll(/[-.]/g, ' '));

export function actorWords({ actor, actorName }: AuditRowJson): string {
  if (actorName !== undefined) return actorName;
  switch (actor) {
    case 'server':
      return 'The server';
    case 'su':
      return 'The command line';
    case 'nobody':
      return 'Nobody who is known';
    default:
      return 'A deleted account';
  }
}

/** "fields: name, greeting; whoCloses: raiser" */
export function detailWords(row: Pick<AuditRowJson, 'detail' | 'departmentName'>): string {
  const named = row.departmentName === undefined ? {} : { department: row.departmentName };
  return Object.entries({ ...row.detail, ...named })
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}: ${Array.isArray(value) ? value.join(', ') : String(value)}`)
    .join('; ');
}

/** @param end the last moment of that day instead of the first @returns undefined where there is none */
export function momentOfDay(date: string, end: boolean): number | undefined {
  if (date === '') return undefined;
  const at = new Date(`${date}T${end ? '23:59:59.999' : '00:00:00'}`).getTime();
  return Number.isNaN(at) ? undefined : Math.max(0, at);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
