import { unreachable } from '../../../conversation/protocol/result.ts';
import type { SignInRefusal } from '../../accounts/sign-in.ts';
import { busy, refusal, throttled, type Answer } from '../answer.ts';

/** @param wrong what to say where it was wrong. @param field what was wrong, where that may be told */
export function signInRefused(why: SignInRefusal, wrong: string, field?: string): Answer {
  switch (why.reason) {
    case 'wrong':
      return refusal('wrong-credentials', wrong, field);
    case 'inactive': {
      const sentence = 'This account is switched off. Ask an admin to switch it on again.';
      return refusal('not-allowed', sentence);
    }
    case 'throttled':
      return throttled(why.waitMs);
    case 'busy':
      return busy();
    default:
      return unreachable(why);
  }
}
