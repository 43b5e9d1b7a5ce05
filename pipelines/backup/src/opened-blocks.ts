/** Blocks whose first has been read: whatever they are read from is settled. */
export interface OpenedBlocks<T> {
  readonly rest: AsyncGenerator<T>;
  /** Stops the read; nothing where it has ended. */
  readonly close: () => Promise<void>;
}

/** Reads the first block now, and gives it with the others later. */
export async function openedBlocks<T>(blocks: AsyncGenerator<T>): Promise<OpenedBlocks<T>> {
  const first = await blocks.next();
  async function* rest(): AsyncGenerator<T> {
    if (first.done !== true) yield first.value;
    yield* blocks;
  }
  return {
    rest: rest(),
    close: async () => {
      await blocks.return(undefined);
    },
  };
}
