/** The few globals that every JavaScript host has and ES2023's library does not name. */
declare class TextEncoder {
  encode(text: string): Uint8Array<ArrayBuffer>;
}
declare class TextDecoder {
  constructor(label: 'utf-8', options: { fatal: boolean; ignoreBOM?: boolean });
  decode(bytes: Uint8Array): string;
}
