/**
 * Something that the operator can mend. The message is one sentence that names what is wrong, its value and
 * the remedy; programs print it alone, without a stack, and exit with 1.
 */
export class SetupError extends Error {
  override readonly name = 'SetupError';
}
