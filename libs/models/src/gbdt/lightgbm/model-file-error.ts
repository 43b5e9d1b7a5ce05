/** A model file that cannot be read: what is wrong, in which line, and what to do. */
export class ModelFileError extends Error {
  constructor(
    message: string,
    /** From 1; 0 = the file as a whole. */
    readonly line: number,
  ) {
    super(line > 0 ? `line ${String(line)}: ${message}` : message);
    this.name = 'ModelFileError';
  }
}
