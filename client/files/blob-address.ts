/** The address of content that is held here, for the elements that show it. */
export interface BlobAddress {
  /** Made once, until `end`. */
  of(content: Blob): string;
  /** For `ref`: it has loaded from the address, or is about to. */
  shownBy(element: HTMLMediaElement): void;
  /** Nothing loads any more: what a browser still wanted of an ended address it would report as a failure. */
  end(): void;
}

export function createBlobAddress(): BlobAddress {
  const players = new Set<HTMLMediaElement>();
  let address: string | undefined;
  return {
    of: (content) => (address ??= URL.createObjectURL(content)),
    shownBy: (element) => players.add(element),
    end() {
      for (const player of players) {
        player.removeAttribute('src');
        player.load();
      }
      players.clear();
      if (address !== undefined) URL.revokeObjectURL(address);
      address = undefined;
    },
  };
}
