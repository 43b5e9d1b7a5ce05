import type { ClickHouse } from '#libs/clickhouse';
import { responsesQuery } from '#libs/features';
import { estimateMastery as masteryOf, type BktModel } from '#libs/models';
import { estimatedAt } from '../newest.query.js';

/** Knowledge tracing of each skill, by its code. */
export interface MasteryModel {
  readonly kind: 'mastery';
  readonly skills: Readonly<Record<string, BktModel>>;
}

export interface MasteryDependencies {
  readonly clickhouse: Pick<ClickHouse, 'query' | 'insert'>;
  /** null where the tenant has no model yet. */
  readonly activeMastery: (
    tenant: string,
  ) => Promise<{ readonly version: string; readonly model: MasteryModel } | null>;
  readonly newToken: () => string;
}

/** What is believed of the skills of learners of a run, from all their answers so far. */
export async function estimateMastery(
  { clickhouse, activeMastery, newToken }: MasteryDependencies,
  {
    tenant,
    run,
    learners,
    day,
  }: { tenant: string; run: string; learners: readonly string[]; day: { now: Date } },
): Promise<void> {
  const active = await activeMastery(tenant);
  if (active === null) return;
  const answers = await clickhouse.query(responsesQuery, { tenant, run, learners: [...learners] });
  const skills = new Map(Object.entries(active.model.skills));
  const pids = [...new Set(answers.map(({ learner }) => learner))];
  const at = await estimatedAt(clickhouse, day.now, { tenant, run, learners: pids });
  const rows = answers.flatMap(({ learner, skill, responses }) => {
    const model = skills.get(skill);
    if (model === undefined) return [];
    const mastery = masteryOf(model, responses);
    const estimate = mastery.status === 'not enough evidence' ? null : mastery;
    return {
      tenant,
      run,
      learner_pid: learner,
      skill,
      estimated_at: at.toISOString(),
      responses: mastery.responses,
      enough: estimate !== null,
      mastery: estimate?.p ?? null,
      lower: estimate?.lower ?? null,
      upper: estimate?.upper ?? null,
      model: active.version,
    };
  });
  if (rows.length > 0) await clickhouse.insert('mastery', rows, { token: newToken() });
}
