import { estimateMastery, type MasteryDependencies } from '../mastery/estimate-mastery.js';
import { runSizes, runsOnDay } from './runs.query.js';
import { scoreRuns, type ScoringDependencies } from './score-run.js';
import { createSilencesOf } from './silences.js';

/**
 * Learners scored together, in as many runs as they are in: half of the time for a run of 2,000 is the engine's for
 * understanding the question. More at once need its memory.
 */
const LEARNERS_TOGETHER = 10_000;
/** While the engine reads or stores for some, others are worked on. */
const AT_ONCE = 2;

/**
 * Scores everybody in every run that is on: a day without events changes a chance too. Resolves with the number of
 * learners scored.
 */
export async function sweepTenant(
  dependencies: ScoringDependencies & MasteryDependencies,
  tenant: string,
): Promise<number> {
  const { clickhouse } = dependencies;
  const day = await dependencies.dayOf(tenant);
  const silencesOf = createSilencesOf(clickhouse, dependencies.awayOf);
  const on = await clickhouse.query(runsOnDay, { tenant, day: day.today });
  const runs = on.map(({ run }) => run);
  const sizes = await clickhouse.query(runSizes, { tenant });
  const waiting = together(runs, new Map(sizes.map(({ run, learners }) => [run, learners]))).values();
  let scored = 0;
  async function scoreSomeAfterOthers(): Promise<void> {
    for (const some of waiting) {
      const silences = new Map<string, Awaited<ReturnType<typeof silencesOf>>>();
      for (const run of some) silences.set(run, await silencesOf({ tenant, runs, run, learners: [] }, day));
      const own = await scoreRuns(dependencies, { tenant, runs: some, learners: [], day }, silences);
      scored += own.length;
      for (const run of some) await estimateMastery(dependencies, { tenant, run, learners: [], day });
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, scoreSomeAfterOthers));
  return scored;
}

/** Runs in groups of so many learners; a larger one alone. */
function together(runs: readonly string[], sizes: ReadonlyMap<string, number>): string[][] {
  const groups: string[][] = [];
  let learners = Infinity;
  for (const run of runs) {
    const own = sizes.get(run) ?? 0;
    if (learners + own > LEARNERS_TOGETHER) {
      groups.push([]);
      learners = 0;
    }
    groups.at(-1)!.push(run);
    learners += own;
  }
  return groups;
}
