import type { ClickHouse } from '#libs/clickhouse';
import { addDays } from '#libs/contracts';
import { SeededRandom } from '#libs/models';

/** Of a run: who leaves. `sprinters`: those who hurry; `strollers`: those who seldom come, as most models expect. */
export interface WorldRun {
  readonly tenant: string;
  readonly code: string;
  /** YYYY-MM-DD; it lasts eight weeks. */
  readonly start: string;
  readonly learners: number;
  readonly leavers: 'sprinters' | 'strollers';
}

const RUN_DAYS = 56;
const COUNTED = '2026-01-01 00:00:00.000000';

/**
 * Day rollups and enrolments as the platform would have them, without the statements behind. Half hurry (active on most
 * days), half stroll (every fifth day); nine in ten of the one kind leave between the third and the seventh week, one in
 * ten of the other.
 */
export async function insertRun(
  clickhouse: Pick<ClickHouse, 'insert'>,
  { tenant, code, start, learners, leavers }: WorldRun,
): Promise<void> {
  const random = new SeededRandom(Date.parse(start) / 1000 + learners);
  const run = `https://example.org/runs/${code}`;
  const days: object[] = [];
  const enrolments = Array.from({ length: learners }, (_, learner) => {
    const learner_pid = `${tenant}-${code}-${String(learner)}`.padEnd(26, 'a');
    const isSprinter = learner % 2 === 0;
    const isLikely = isSprinter === (leavers === 'sprinters');
    const leaves = random.bernoulli(isLikely ? 0.9 : 0.1) ? 15 + random.integer(35) : null;
    for (let day = 0; day < (leaves ?? RUN_DAYS); day++) {
      if (!random.bernoulli(isSprinter ? 0.85 : 0.2)) continue;
      const clicks = 1 + random.integer(isSprinter ? 30 : 8);
      const rollup = { events: clicks, clicks, sessions: 1, seconds: clicks * 60 };
      days.push({ tenant, run, learner_pid, day: addDays(start, day), counted_at: COUNTED, ...rollup });
    }
    return {
      tenant,
      run,
      learner_pid,
      region_path: [],
      registered_day: addDays(start, -3),
      start_day: start,
      status: leaves === null ? 'completed' : 'withdrew',
      status_day: addDays(start, leaves ?? RUN_DAYS - 1),
      revision: 1,
    };
  });
  const about = { tenant, run, code, start_day: start, end_day: addDays(start, RUN_DAYS), revision: 1 };
  const token = `${tenant} ${code}`;
  await clickhouse.insert('runs', [{ ...about, rolling: false, silent: false, silent_days: 21 }], { token });
  await clickhouse.insert('enrolments', enrolments, { token });
  await clickhouse.insert('learner_days', days, { token });
}
