import { setTimeout as delay } from 'node:timers/promises';
import type { ClickHouse } from '#libs/clickhouse';
import type { EventBus } from '#libs/event-bus';
import { BackupError } from './backup-error.js';
import { statementTables, type EventsTable } from './events-tables.js';
import { openedBlocks, type OpenedBlocks } from './opened-blocks.js';
import { columnsOf, engineTime, keysStoredSince, rowsOf } from './read-events.js';

export interface MomentDependencies {
  readonly clickhouse: Pick<ClickHouse, 'query' | 'stream'>;
  readonly bus: Pick<EventBus, 'settled' | 'lag'>;
}

export interface Patience {
  /** For what was acknowledged before, milliseconds. */
  readonly backlogMs: number;
  /** For what is on its way when the tables are opened, milliseconds: an open read does not wait for longer. */
  readonly underwayMs: number;
}

/** The statements as of one moment. */
export interface StatementMoment {
  readonly tables: readonly (EventsTable & {
    readonly columns: readonly string[];
    readonly blocks: OpenedBlocks<readonly string[]>;
  })[];
  /** Keys of statements that may be in one of the two and not in the other: those that were stored around the moment. */
  readonly uncertain: ReadonlySet<string>;
}

/** Their keys lie in memory. */
const MOST_UNCERTAIN = 2_000_000;

/**
 * Opens both tables of statements at a moment that has in it whatever was acknowledged before the call.
 *
 * The engine has no snapshot of two tables. Each read sees its own table as of its first block, milliseconds after the
 * other's, and a statement is inserted into both at once: one that is on its way then may be seen in one alone. So what
 * was on its way is waited for, and named; whoever reads both to their ends then knows which to leave out. None of them
 * was acknowledged before.
 */
export async function openStatements(
  { clickhouse, bus }: MomentDependencies,
  { backlogMs, underwayMs }: Patience,
  onWaiting: (statements: number) => void,
  signal: AbortSignal,
): Promise<StatementMoment> {
  const since = await engineTime(clickhouse);
  await stored(bus, backlogMs, onWaiting, signal);
  const tables: StatementMoment['tables'][number][] = [];
  try {
    for (const table of statementTables) {
      const columns = await columnsOf(clickhouse, table);
      tables.push({ ...table, columns, blocks: await openedBlocks(rowsOf(clickhouse, table, columns)) });
    }
    await stored(bus, underwayMs, onWaiting, signal);
    const uncertain = new Set<string>();
    for await (const keys of keysStoredSince(clickhouse, since)) {
      for (const key of keys) uncertain.add(key);
      if (uncertain.size > MOST_UNCERTAIN)
        throw new BackupError(
          `more than ${MOST_UNCERTAIN.toLocaleString('en')} statements were stored while the backup began: take it when less comes in`,
        );
    }
    return { tables, uncertain };
  } catch (error) {
    for (const { blocks } of tables) await blocks.close();
    throw error;
  }
}

/** Until everything is stored that is acknowledged now. */
async function stored(
  bus: MomentDependencies['bus'],
  patienceMs: number,
  onWaiting: (statements: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const done = new AbortController();
  const settled = bus.settled('statements').finally(() => done.abort());
  const watching = watch(bus, patienceMs, onWaiting, AbortSignal.any([done.signal, signal]));
  await Promise.race([settled, watching]);
  signal.throwIfAborted();
}

/** Rejects when patience has ended before `ended`; resolves never before it. */
async function watch(
  bus: MomentDependencies['bus'],
  patienceMs: number,
  onWaiting: (statements: number) => void,
  ended: AbortSignal,
): Promise<void> {
  const until = performance.now() + patienceMs;
  const isOver = (): boolean => ended.aborted;
  while (!isOver()) {
    const left = until - performance.now();
    const waiting = bus.lag().find(({ topic }) => topic === 'statements')?.waiting ?? 0;
    if (left <= 0)
      throw new BackupError(
        `${waiting.toLocaleString('en')} statements wait to be stored, for longer than ${Math.round(patienceMs / 1000)} s: see that the role ingest is at work, and take the backup when it has caught up`,
      );
    // rejects where it is over: then the loop ends
    await delay(Math.min(1000, left), undefined, { signal: ended }).catch(() => undefined);
    if (!isOver()) onWaiting(waiting);
  }
}
