import type { TopicName } from '#libs/contracts';

interface Rest {
  /** As a multiple of the time that the batch took. */
  readonly times: number;
  /** Milliseconds: a rest delays what the learner's score shows. */
  readonly atMost: number;
}

/**
 * To count learner-days again takes as long as they are full, and those of a flood are fuller each time: with short rests
 * it is at work more of the time with every minute.
 */
const rests: Readonly<Record<TopicName, Rest>> = {
  statements: { times: 3, atMost: 1000 },
  touched: { times: 4, atMost: 60_000 },
  rolled: { times: 1, atMost: 1000 },
  scored: { times: 0, atMost: 0 },
};

/**
 * How long to rest after a batch, milliseconds; what comes meanwhile makes the next. A batch costs the stores much
 * whatever its size, so under load fewer and larger ones leave more for everything else.
 */
export function restAfter(topic: TopicName, workedMs: number): number {
  const { times, atMost } = rests[topic];
  return Math.min(workedMs * times, atMost);
}
