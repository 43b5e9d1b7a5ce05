import { estimateMastery, type MasteryDependencies } from '../mastery/estimate-mastery.js';
import { runsOnDay } from './runs.query.js';
import { createSilencesOf } from './silences.js';
import { scoreRun, type ScoringDependencies } from './score-run.js';

/** While the engine reads or stores for one run, the next one is worked on. */
const RUNS_AT_ONCE = 2;

/**
 * Scores everybody in every run that is on: a day without events changes a chance too. Resolves with the number of
 * learners scored.
 */
export async function sweepTenant(
  dependencies: ScoringDependencies & MasteryDependencies,
  tenant: string,
): Promise<number> {
  const day = await dependencies.dayOf(tenant);
  const silencesOf = createSilencesOf(dependencies.clickhouse, dependencies.awayOf);
  const on = await dependencies.clickhouse.query(runsOnDay, { tenant, day: day.today });
  const runs = on.map(({ run }) => run);
  const waiting = runs.values();
  let scored = 0;
  async function scoreOneByOne(): Promise<void> {
    for (const run of waiting) {
      const one = { tenant, run, learners: [], day };
      const own = await scoreRun(dependencies, one, await silencesOf({ ...one, runs }, day));
      scored += own.length;
      await estimateMastery(dependencies, one);
    }
  }
  await Promise.all(Array.from({ length: RUNS_AT_ONCE }, scoreOneByOne));
  return scored;
}
