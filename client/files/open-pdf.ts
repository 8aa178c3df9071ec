/**
 * A PDF in a tab of its own. The server gives it from an address that works for a minute, with a policy that takes
 * every right away (`sandbox`): Chromium's viewer shows it all the same. Where the server does not have it, or is
 * away, what is here is shown: as `application/pdf` and nothing else, which no browser takes for a page.
 */
import type { FileRef } from '../../conversation/protocol/file.ts';
import type { ConversationId } from '../../conversation/protocol/ids.ts';
import type { Transfers } from './transfers.ts';

/** The tab has read it long before. */
const keptMs = 60_000;

/** @returns shows it in the tab that was opened */
export function openPdf(
  transfers: Pick<Transfers, 'addressOf'>,
  conversation: ConversationId,
  file: FileRef,
): (content: Blob) => void {
  const tab = window.open('about:blank', '_blank');
  // The page that is shown there must not reach back.
  if (tab !== null) tab.opener = null;
  return (content) => {
    void transfers.addressOf(conversation, file.hash).then((given) => {
      if (tab === null || tab.closed) return;
      if (given !== undefined) return tab.location.replace(given);
      const address = URL.createObjectURL(new Blob([content], { type: 'application/pdf' }));
      tab.location.replace(address);
      setTimeout(() => URL.revokeObjectURL(address), keptMs);
    });
  };
}
