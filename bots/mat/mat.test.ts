import { expect, test } from 'vitest';
import { matWords } from './mat.ts';

test.each([
  ['hello world', 'mat mat'],
  ["Don't sit, Cat!", 'Mat mat, Mat!'],
  ['well-known; 3 times', 'mat; mat mat'],
  ['Ärger über Öl?', 'Mat mat Mat?'],
  ['two\nlines', 'mat\nmat'],
  ['👍 …', '👍 …'],
])('"%s" becomes "%s"', (text, answer) => {
  expect(matWords(text)).toBe(answer);
});
