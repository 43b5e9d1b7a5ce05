import * as z from 'zod';
import { defineQuery, type ClickHouse } from '#libs/clickhouse';
import type { LearnerStore } from '#libs/postgres';
import type { DemographicsOfRun } from './subgroups.js';

const regionPaths = defineQuery({
  name: 'where the learners of a run belong',
  sql: `
    SELECT learner_pid AS learner, region_path AS path
    FROM enrolments FINAL WHERE tenant = {tenant:String} AND run = {run:String}`,
  params: z.object({ tenant: z.string(), run: z.string() }),
  row: z.object({ learner: z.string(), path: z.array(z.string()) }),
});

/** Attributes of the roster, and the learner's regions from the top (`region.1`) downwards. */
export async function storedDemographics(
  clickhouse: Pick<ClickHouse, 'query'>,
  learners: Pick<LearnerStore, 'attributes'>,
  tenant: string,
  run: string,
): Promise<DemographicsOfRun> {
  const attributes: ReadonlyMap<string, Readonly<Record<string, string>>> = await learners.attributes(
    tenant,
    run,
  );
  const places = await clickhouse.query(regionPaths, { tenant, run });
  return new Map(
    places.map(({ learner, path }) => [
      learner,
      {
        ...attributes.get(learner),
        ...Object.fromEntries(path.map((region, level) => [`region.${String(level + 1)}`, region])),
      },
    ]),
  );
}
