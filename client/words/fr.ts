import type { Words } from './words.ts';

export const fr: Words = {};
