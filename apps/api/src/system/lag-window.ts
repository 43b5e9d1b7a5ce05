import type { SystemStatus } from '#libs/contracts';
import type { TopicLag } from '#libs/event-bus';

const minuteMs = 60_000;
export const minutesShown = 60;

type Line = Omit<SystemStatus['lagMinutes'][number], 'waiting'> & {
  /** The most that was seen to wait, by minutes since the epoch; none older than the window. */
  readonly most: Map<number, number>;
};

/** What waited in each partition in the last hour: one figure a minute, so that its size is bounded by the partitions. */
export class LagWindow {
  readonly #lines = new Map<string, Line>();

  /** Of a minute seen several times the most is kept: a peak shall not fall between two looks of the reader. */
  see(lags: readonly TopicLag[], now: Date): void {
    for (const { topic, group, staleSeconds, partitions } of lags) {
      if (staleSeconds === null) continue;
      const minute = Math.floor((now.getTime() - staleSeconds * 1000) / minuteMs);
      for (const { partition, waiting } of partitions) {
        const key = `${topic} ${group} ${String(partition)}`;
        const line = this.#lines.get(key) ?? { topic, group, partition, most: new Map<number, number>() };
        this.#lines.set(key, line);
        line.most.set(minute, Math.max(waiting, line.most.get(minute) ?? 0));
        // also what a clock that was set back has said of the future
        for (const kept of line.most.keys())
          if (kept <= minute - minutesShown || kept > minute) line.most.delete(kept);
      }
    }
  }

  /** The minutes down to that of `now`; partitions that were seen in none of them are left out. */
  last(now: Date): SystemStatus['lagMinutes'] {
    const first = Math.floor(now.getTime() / minuteMs) - minutesShown + 1;
    return [...this.#lines.values()]
      .map(({ most, ...line }) => ({
        ...line,
        waiting: Array.from({ length: minutesShown }, (_, index) => most.get(first + index) ?? null),
      }))
      .filter(({ waiting }) => waiting.some((count) => count !== null));
  }
}
