import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import * as z from 'zod';
import {
  type ClickHouse,
  clickHouseMigrations,
  defineQuery,
  migrateClickHouse,
  openClickHouse,
} from '#libs/clickhouse';

let directory: string;
let clickhouse: ClickHouse;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'snowlight-scorings-'));
  await cp(clickHouseMigrations, join(directory, 'before'), { recursive: true });
  for (const later of ['0008_scorings.sql', '0009_scores_emptied.sql'])
    await rm(join(directory, 'before', later));
  clickhouse = await openClickHouse({ kind: 'embedded', directory: join(directory, 'clickhouse') });
});
afterAll(async () => {
  await clickhouse.close();
  await rm(directory, { recursive: true });
});

const score = (horizon: string, probability: number | null, reasons: string) => ({
  tenant: 't',
  run: 'r',
  learner_pid: 'wang',
  horizon,
  asof: '2026-11-02',
  scored_at: '2026-11-01T10:00:00.123Z',
  abstained: probability === null ? 'unlike-course' : '',
  probability,
  lower: probability,
  upper: probability,
  model: 'risk-1',
  features: '{"days_since_last":3}',
  reasons,
  silence: '',
});

it('scores that had a row for each horizon become one row, with nothing lost', async () => {
  await migrateClickHouse(clickhouse, join(directory, 'before'));
  const rows = [
    score('28', 0.3, '[{"feature":"x"}]'),
    score('7', 0.1, '[{"feature":"x"}]'),
    score('end', null, '[]'),
  ];
  await clickhouse.insert('scores', rows, { token: 'one' });
  expect(await migrateClickHouse(clickhouse, clickHouseMigrations)).toEqual([
    '0008_scorings',
    '0009_scores_emptied',
  ]);
  const all = defineQuery({
    name: 'all scorings',
    sql: `SELECT *, (SELECT count() FROM scores) = 0 AS emptied FROM scorings`,
    params: z.object({}),
    row: z.record(z.string(), z.unknown()),
  });
  expect(await clickhouse.query(all, {})).toEqual([
    {
      tenant: 't',
      run: 'r',
      learner_pid: 'wang',
      asof: '2026-11-02',
      scored_at: '2026-11-01T10:00:00.123Z',
      abstained: ['', 'no-model', '', 'unlike-course'],
      probability: [0.1, null, 0.3, null],
      lower: [0.1, null, 0.3, null],
      upper: [0.1, null, 0.3, null],
      model: 'risk-1',
      feature_names: '',
      features: '{"days_since_last":3}',
      reasons: '[{"feature":"x"}]',
      silence: '',
      emptied: 1,
    },
  ]);
});
