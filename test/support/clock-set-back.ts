/** The clock on the wall goes back an hour while `work` runs, as where an administrator sets it. */
export async function withClockSetBack<T>(work: (setBack: () => void) => Promise<T>): Promise<T> {
  const { now } = Date;
  try {
    return await work(() => (Date.now = () => now() - 3_600_000));
  } finally {
    Date.now = now;
  }
}
