import type { TopicName } from '#libs/contracts';

/**
 * How long to rest after a batch, as a multiple of the time that it took; what comes meanwhile makes the next batch.
 * A batch costs the stores much whatever its size, so under load fewer and larger ones leave more for everything else.
 */
export const rests: Readonly<Record<TopicName, number>> = { statements: 3, touched: 3, rolled: 1, scored: 0 };

/** No rest is longer, milliseconds: it is a delay of what the learner's score shows. */
export const LONGEST_REST_MS = 1000;
