import { estimateMastery, type MasteryDependencies } from '../mastery/estimate-mastery.js';
import { runsOnDay } from './runs.query.js';
import { scoreRun, type ScoringDependencies } from './score-run.js';

/**
 * Scores everybody in every run that is on: a day without events changes a chance too. Resolves with the number of
 * learners scored.
 */
export async function sweepTenant(
  dependencies: ScoringDependencies & MasteryDependencies,
  tenant: string,
): Promise<number> {
  const day = await dependencies.dayOf(tenant);
  let scored = 0;
  for (const { run, code } of await dependencies.clickhouse.query(runsOnDay, { tenant, day: day.today })) {
    const one = { tenant, run, code, learners: [], day };
    scored += (await scoreRun(dependencies, one)).length;
    await estimateMastery(dependencies, one);
  }
  return scored;
}
