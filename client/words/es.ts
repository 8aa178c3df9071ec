import type { Words } from './words.ts';

export const es: Words = {};
