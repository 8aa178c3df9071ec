export interface Sending {
  readonly readyState: string;
  send(data: Uint8Array | string): void;
}

/** Whoever was hung up on in the middle of it has nobody to send the rest to. */
export function sendOn(channel: Sending, messages: readonly (Uint8Array | string)[]): void {
  for (const message of messages) {
    if (channel.readyState !== 'open') return;
    try {
      channel.send(message);
    } catch (error) {
      // The library knows of it before the channel says so.
      if (error instanceof Error && error.message.includes('is closed')) return;
      throw error;
    }
  }
}
