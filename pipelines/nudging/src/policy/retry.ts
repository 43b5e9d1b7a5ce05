export interface RetrySchedule {
  /** Longest wait before the second attempt, in milliseconds; each later wait is at most four times the one before. */
  readonly firstMs: number;
  readonly longestMs: number;
  /** Counted from the first attempt. */
  readonly giveUpAfterMs: number;
}

/** 5 s, 20 s, 80 s, 5 min, 21 min, 85 min, then every 4 h: some eleven attempts in a day. */
export const dayOfRetries: RetrySchedule = {
  firstMs: 5_000,
  longestMs: 4 * 3_600_000,
  giveUpAfterMs: 24 * 3_600_000,
};

/**
 * Milliseconds to wait after the last of `failures` (>= 1) failed attempts, or null to give up.
 * The wait lies between half and the whole of its step (`random` in [0, 1)), so that a service that comes back
 * does not get everything at once.
 * @param sinceFirstMs since the first attempt began.
 */
export function retryWait(
  failures: number,
  sinceFirstMs: number,
  random: number,
  schedule: RetrySchedule,
): number | null {
  const step = Math.min(schedule.firstMs * 4 ** (failures - 1), schedule.longestMs);
  const wait = Math.round((step * (1 + random)) / 2);
  return sinceFirstMs + wait > schedule.giveUpAfterMs ? null : wait;
}
