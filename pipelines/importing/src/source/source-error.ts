/** The source ends or breaks at `line` in a way that nothing after it can be read; what came before is whole. */
export class BrokenSourceError extends Error {
  override readonly name = 'BrokenSourceError';

  constructor(
    message: string,
    /** First line that could not be read whole, from 1; 0 = not known here. */
    readonly line = 0,
  ) {
    super(message);
  }
}

/** The source cannot be used at all (no such file, not readable): nothing was read and nothing was stored. */
export class UnusableSourceError extends Error {
  override readonly name = 'UnusableSourceError';
}
