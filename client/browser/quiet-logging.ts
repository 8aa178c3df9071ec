/**
 * Stands in for `lib0/logging` in the pages (vite.config.ts, alias): the real one brings a DOM and a schema
 * library to colour lines that Yjs and y-webrtc write for their own developers.
 */
const nothing = (): void => undefined;

export const createModuleLogger = (): (() => void) => nothing;
export const print = nothing;
export const warn = nothing;

// Of colours only the names are needed.
export const BOLD = '';
export const GREY = '';
export const ORANGE = '';
export const RED = '';
export const UNBOLD = '';
export const UNCOLOR = '';
