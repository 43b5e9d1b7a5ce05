import type { ClickHouse } from '#libs/clickhouse';
import { addDays } from '#libs/contracts';
import { landmarkQuery, type FeatureRow, type Silence } from '#libs/features';
import { excusedDays } from './silences.js';

/**
 * Features of learners of a run as of a day. For who is silent the clock stood still on the days that excuse it (no
 * network, holidays, duty): there are no events on them, so the features as of so many days earlier are those of a
 * silence of the ordinary days alone. Who was not there yet on that earlier day keeps the figures of the day itself.
 */
export async function readLandmarksNow(
  clickhouse: Pick<ClickHouse, 'query'>,
  of: {
    readonly tenant: string;
    readonly run: string;
    readonly learners: readonly string[];
    readonly asof: string;
  },
  silences: ReadonlyMap<string, Silence>,
): Promise<FeatureRow[]> {
  const ask = (asof: string, learners: readonly string[]) =>
    clickhouse.query(landmarkQuery, { ...of, asof, offsets: [], learners: [...learners] });
  const rows = await ask(of.asof, of.learners);
  const byDays = new Map<number, string[]>();
  for (const { learner_pid: learner } of rows) {
    const silence = silences.get(learner);
    const excused = silence === undefined ? 0 : excusedDays(silence);
    if (excused > 0) byDays.set(excused, [...(byDays.get(excused) ?? []), learner]);
  }
  const shifted = new Map<string, FeatureRow>();
  for (const [days, learners] of byDays)
    for (const row of await ask(addDays(of.asof, -days), learners)) shifted.set(row.learner_pid, row);
  return rows.map((row) => shifted.get(row.learner_pid) ?? row);
}
