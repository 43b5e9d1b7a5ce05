import { RolledMessage } from '#libs/contracts';
import type { Batch, BatchHandler } from '#libs/event-bus';
import { estimateMastery, type MasteryDependencies } from '../mastery/estimate-mastery.js';
import { runsOnDay } from './runs.query.js';
import { scoreRun, type ScoringDependencies } from './score-run.js';
import { createSilencesOf } from './silences.js';
import { createUsualOf } from './usual-of.js';

/**
 * New scores for the learners whose figures have changed. Whatever gathers while a batch is worked on is scored
 * together, so that a burst of events of one learner costs one score.
 */
export function createScoreTouched(dependencies: ScoringDependencies & MasteryDependencies): BatchHandler {
  const usualOf = createUsualOf(dependencies.clickhouse);
  const silencesOf = createSilencesOf(dependencies.clickhouse);
  return async function scoreTouched(batch: Batch): Promise<void> {
    const byTenant = new Map<string, Map<string, Set<string>>>();
    for (const record of batch.records) {
      const { tenant, run, learnerPid } = RolledMessage.parse(record.value);
      const runs = byTenant.get(tenant) ?? new Map<string, Set<string>>();
      byTenant.set(tenant, runs);
      runs.set(run, (runs.get(run) ?? new Set()).add(learnerPid));
    }
    for (const [tenant, touched] of byTenant) {
      const day = await dependencies.dayOf(tenant);
      const on = await dependencies.clickhouse.query(runsOnDay, { tenant, day: day.today });
      const runs = on.map(({ run }) => run);
      for (const { run, code } of on) {
        const learners = touched.get(run);
        if (learners === undefined) continue;
        const one = { tenant, run, code, learners: [...learners], day };
        await scoreRun(dependencies, one, await silencesOf({ ...one, runs }, day), usualOf);
        await estimateMastery(dependencies, one);
      }
    }
  };
}
