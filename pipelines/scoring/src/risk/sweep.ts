import { estimateMastery, type MasteryDependencies } from '../mastery/estimate-mastery.js';
import { runsOnDay } from './runs.query.js';
import { createSilencesOf } from './silences.js';
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
  const silencesOf = createSilencesOf(dependencies.clickhouse, dependencies.awayOf);
  const on = await dependencies.clickhouse.query(runsOnDay, { tenant, day: day.today });
  const runs = on.map(({ run }) => run);
  let scored = 0;
  for (const { run, code } of on) {
    const one = { tenant, run, code, learners: [], day };
    scored += (await scoreRun(dependencies, one, await silencesOf({ ...one, runs }, day))).length;
    await estimateMastery(dependencies, one);
  }
  return scored;
}
