/** One e-mail, in words. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Hands a mail over to whoever delivers it; rejects where that did not work. */
export interface MailTransport {
  /** @returns where it went, in a word or a path, for the list in the console. */
  send(mail: Mail, id: string): Promise<string>;
  close(): void;
}
