import { expectHeld } from '../../support/expect-held.ts';
import { part } from './part.ts';

expectHeld(part, 120_000);
