/** Longer than the sender keeps trying (a day), so that a late retry is still known. */
const rememberMs = 25 * 3_600_000;

/**
 * Which intents have come before. The sender repeats an intent whose answer it did not get: same id, newer timestamp.
 * The same id with the same timestamp is a recorded request played back. A real service keeps this in its database,
 * in the transaction that acts on the intent.
 */
export class Inbox {
  // in order of arrival, oldest first
  private readonly seen = new Map<string, { readonly at: number; readonly timestamps: Set<string> }>();

  take(id: string, timestamp: string, now: number): 'new' | 'retry' | 'replay' {
    this.forget(now);
    const known = this.seen.get(id);
    if (known === undefined) {
      this.seen.set(id, { at: now, timestamps: new Set([timestamp]) });
      return 'new';
    }
    if (known.timestamps.has(timestamp)) return 'replay';
    known.timestamps.add(timestamp);
    return 'retry';
  }

  private forget(now: number): void {
    for (const [id, { at }] of this.seen) {
      if (now - at < rememberMs) return;
      this.seen.delete(id);
    }
  }
}
