import type { ModelWatch } from '#libs/contracts';
import { jeffreysInterval, reliabilityBins } from '#libs/models';

/**
 * Chances against what came, in ten groups of about equal size, each with a 95 % interval. A learner's weeks resemble
 * each other and tell little more than one of them: the rows of a group count as so many learners as they are of all rows,
 * so that the groups together are the learners, and intervals are as wide as those of so many.
 * @param learners of whom the rows are
 */
export function reliabilityOf(
  labels: ArrayLike<number>,
  chances: ArrayLike<number>,
  learners: number,
): ModelWatch['reliability'] {
  const weeksEach = labels.length / learners;
  return reliabilityBins(labels, chances).map(({ count, meanPredicted, observed }) => {
    const own = count / weeksEach;
    return {
      learners: Math.round(own),
      predicted: meanPredicted,
      observed,
      ...jeffreysInterval(observed * own, (1 - observed) * own),
    };
  });
}
