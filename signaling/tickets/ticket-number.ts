import { ticketAlphabet } from '../../conversation/protocol/ticket.ts';

const signs = 5;

/** Five signs, each as likely as every other: 24 million numbers. Whether one is free, the table decides. */
export function randomTicketNumber(randomBytes: (length: number) => Uint8Array): string {
  const fair = 256 - (256 % ticketAlphabet.length);
  let number = '';
  while (number.length < signs) {
    for (const byte of randomBytes(signs)) {
      if (byte < fair && number.length < signs)
        number += ticketAlphabet[byte % ticketAlphabet.length];
    }
  }
  return number;
}
