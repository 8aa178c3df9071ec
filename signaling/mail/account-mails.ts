/** What we write about accounts. The keys in links stand behind a `#`, so no log and no Referer ever holds them. */
import { composeMail } from './compose.ts';
import type { Mail } from './mail.ts';

export interface AccountMails {
  /** Without the name: a stranger may have written it. */
  confirm(to: string, key: string): Mail;
  alreadyRegistered(to: string): Mail;
  reset(to: string, name: string, key: string): Mail;
  nobodyHere(to: string): Mail;
  invite(to: string, name: string, by: string, key: string): Mail;
}

const ignore = 'If that was not you, there is nothing to do: nothing was changed.';

/** @param home where browsers find us, without a slash at the end; known once the server listens. */
export function createAccountMails(home: () => string): AccountMails {
  const page = (fragment = '') => `${home()}/account/${fragment}`;
  const host = () => new URL(home()).host;
  return {
    confirm: (to, key) =>
      composeMail({
        to,
        subject: 'Confirm your e-mail address',
        paragraphs: [
          'Hello,',
          `somebody, probably you, wants an account at ${host()} with this e-mail address. Confirm it within a day, and you can sign in.`,
        ],
        action: { label: 'Confirm my e-mail address', url: page(`#confirm=${key}`) },
        reason: `You get this because this address was given at ${host()}. ${ignore}`,
      }),
    alreadyRegistered: (to) =>
      composeMail({
        to,
        subject: 'You already have an account',
        paragraphs: [
          'Hello,',
          `somebody, probably you, wanted an account at ${host()} with this e-mail address. There is one already: sign in, or choose a new password if you have forgotten yours.`,
        ],
        action: { label: 'Sign in', url: page() },
        reason: `You get this because this address was given at ${host()}. ${ignore}`,
      }),
    reset: (to, name, key) =>
      composeMail({
        to,
        subject: 'Choose a new password',
        paragraphs: [
          `Hello ${name},`,
          `somebody, probably you, has forgotten the password of your account at ${host()}. Within an hour you can choose a new one; you are signed out everywhere then.`,
        ],
        action: { label: 'Choose a new password', url: page(`#reset=${key}`) },
        reason: `You get this because a new password was asked for at ${host()}. ${ignore}`,
      }),
    nobodyHere: (to) =>
      composeMail({
        to,
        subject: 'There is no account with this address',
        paragraphs: [
          'Hello,',
          `somebody, probably you, asked for a new password at ${host()}, but there is no account with this e-mail address that can be signed in to. Perhaps you used another address.`,
        ],
        action: { label: 'Make an account', url: page('#register') },
        reason: `You get this because this address was given at ${host()}. ${ignore}`,
      }),
    invite: (to, name, by, key) =>
      composeMail({
        to,
        subject: 'Your account is ready',
        paragraphs: [
          `Hello ${name},`,
          `${by} has made an account for you at ${host()}. Choose a password within three days, and sign in.`,
        ],
        action: { label: 'Choose a password', url: page(`#invite=${key}`) },
        reason: `You get this because somebody gave your address at ${host()}. ${ignore}`,
      }),
  };
}
