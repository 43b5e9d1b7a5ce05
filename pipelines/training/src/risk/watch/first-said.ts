import type { Horizon } from '#libs/contracts';

/** One learner of one run, once: what was said first, and what came of it. */
export interface FirstSaid {
  readonly run: string;
  readonly learner: string;
  readonly horizon: Horizon;
  readonly chance: number;
  readonly label: 0 | 1;
}
