import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { defineQuery } from '#libs/clickhouse';
import type { Actor } from '#libs/xapi';
import type { CrashStatement } from '../crash/crash-statements.js';
import { SourceProcess } from '../support/child-process.js';
import { checksumsOf, type Checksums } from '../support/twin-checksums.js';
import { promoteModel } from './chaos-learners.js';
import { TENANT, type ChaosTown } from './chaos-town.js';
import type { TwinTask } from './embedded-twin.js';

/** A sweep has scored everybody within this, seconds. */
const SWEPT_SECONDS = 60;
/** Has everybody scored at the end, on both sides. */
const LAST_MODEL = 'last';

const takenAt = defineQuery({
  name: 'when statements were taken, and who vouches for them',
  sql: `
    SELECT toString(statement_id) AS id, JSONExtractString(statement, 'stored') AS taken,
      JSONExtractRaw(statement, 'authority') AS authority
    FROM statement_log FINAL`,
  params: z.object({}),
  row: z.object({ id: z.string(), taken: z.string(), authority: z.string() }),
});

/** Tables that are not as those of an embedded engine that is given the same statements, by name and with both sums. */
export async function compareWithTwin(
  town: ChaosTown,
  sent: readonly CrashStatement[],
): Promise<readonly string[]> {
  return town.administer(async (administered, { clickhouse }) => {
    await promoteModel(administered, LAST_MODEL);
    const rows = await clickhouse.query(takenAt, {});
    const taken = new Map(rows.map((row) => [row.id, row.taken]));
    const twin = await checksumsOfTwin({
      tenant: TENANT,
      authority: JSON.parse(rows[0]?.authority ?? '{}') as Actor,
      model: LAST_MODEL,
      statements: sent.map((statement) => ({ statement, stored: taken.get(statement.id) ?? '' })),
    });
    const end = performance.now() + SWEPT_SECONDS * 1000;
    for (;;) {
      const own = await checksumsOf(clickhouse);
      const differing = (Object.keys(twin) as (keyof Checksums)[]).filter(
        (table) => JSON.stringify(own[table]) !== JSON.stringify(twin[table]),
      );
      if (differing.length === 0 || performance.now() > end)
        return differing.map(
          (table) => `${table}: ${JSON.stringify(own[table])}, embedded ${JSON.stringify(twin[table])}`,
        );
      await sleep(500);
    }
  });
}

/** In a process of its own: an engine is one per process. */
async function checksumsOfTwin(task: TwinTask): Promise<Checksums> {
  const directory = await mkdtemp(join(tmpdir(), 'snowlight-twin-'));
  try {
    const file = join(directory, 'task.json');
    await writeFile(file, JSON.stringify(task));
    const twin = SourceProcess.start('test/chaos/embedded-twin.ts', [file], {});
    const { code } = await twin.end();
    if (code !== 0) throw new Error(`the embedded twin ended with ${String(code)}: ${twin.stderr}`);
    return JSON.parse(twin.stdout) as Checksums;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
