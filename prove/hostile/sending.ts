export interface Sending {
  readonly readyState: string;
  send(data: Uint8Array | string): void;
}

/** The library knows of it before the channel says so. 2 is ENOENT: there is no association any more; 104 is ECONNRESET. */
const gone = /is closed$|errno=(?:2|104)$/;

/** Whoever was hung up on in the middle of it has nobody to send the rest to. */
export function sendOn(channel: Sending, messages: readonly (Uint8Array | string)[]): void {
  for (const message of messages) {
    if (channel.readyState !== 'open') return;
    try {
      channel.send(message);
    } catch (error) {
      if (error instanceof Error && gone.test(error.message)) return;
      throw error;
    }
  }
}
