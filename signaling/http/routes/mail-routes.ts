/** What became of the mails we wrote. */
import { mailsAnswer, type MailsAnswer } from '../../../conversation/protocol/http/mails.ts';
import type { Outbox } from '../../mail/outbox.ts';
import { answer } from '../answer.ts';
import { guardedRoute, type Route } from '../route.ts';

/** The list is for finding out what became of a mail lately. */
const listed = 200;

export function mailRoutes(options: { readonly outbox: Pick<Outbox, 'list'> }): Route[] {
  return [
    guardedRoute(
      {
        method: 'get',
        path: '/api/mails',
        summary: 'The last mails and what became of them, newest first; never what is in them.',
        actions: ['read-mails'],
        answers: { status: 200, schema: mailsAnswer },
        refusals: ['not-allowed'],
      },
      () => ({ action: 'read-mails' }),
      async () => {
        const mails = await options.outbox.list(listed);
        return answer(200, { mails: [...mails] } satisfies MailsAnswer);
      },
    ),
  ];
}
