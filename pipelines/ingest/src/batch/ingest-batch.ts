import { createHash } from 'node:crypto';
import type { ClickHouse } from '#libs/clickhouse';
import type { Batch, BatchHandler, Delivered, EventBus } from '#libs/event-bus';
import { decodeStatement } from './decode.step.js';
import type { DecodedStatement } from '../prepared-statement.js';
import type { StoredChanges } from '../stored-changes.js';
import { normaliseStatement } from './normalise.step.js';
import { createLogRow, type LogRow } from './log-row.js';
import { ok, type Refusal, type StepOutcome } from './step-outcome.js';
import { storeBatch, type Readable } from './store-batch.js';
import { touchedDays } from './touched-days.js';

export interface IngestDependencies {
  readonly clickhouse: Pick<ClickHouse, 'insert' | 'query'>;
  readonly bus: Pick<EventBus, 'publish'>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Told of what is stored. */
  readonly changes?: StoredChanges;
  readonly onBatch?: (counts: { stored: number; deadLetters: number }) => void;
}

/**
 * A batch of one partition: decode, normalise, one insert a table under the batch's token, dead letters, then announce
 * the learner-days that it touches. Throws only where a store or the bus fails, and then the whole batch comes again:
 * the token makes the second insert of the same batch nothing. A row that the store cannot keep is a dead letter.
 */
export function createIngest({ clickhouse, bus, now, changes, onBatch }: IngestDependencies): BatchHandler {
  const logRowOf = createLogRow();
  return async function ingestBatch(batch: Batch): Promise<void> {
    const readable: Readable[] = [];
    const letters: DeadLetterRow[] = [];
    for (const record of batch.records) {
      const outcome = intoRows(record, logRowOf);
      if (outcome.kind === 'ok') readable.push(outcome.value);
      else letters.push(deadLetterRow(batch, record, outcome, now()));
    }
    const refused = await storeBatch(clickhouse, readable, batch.token, changes);
    for (const [record, outcome] of refused) letters.push(deadLetterRow(batch, record, outcome, now()));
    if (letters.length > 0)
      await clickhouse.insert('dead_letters', letters, { token: `${batch.token}-dead` });
    const rows = readable.filter(({ record }) => !refused.has(record)).map(({ row }) => row);
    await bus.publish(
      'touched',
      touchedDays(rows).map((value) => ({ key: `${value.tenant}:${value.learnerPid}`, value })),
      { whenFull: 'wait' },
    );
    onBatch?.({ stored: rows.length, deadLetters: letters.length });
  };
}

function intoRows(record: Delivered, logRowOf: (decoded: DecodedStatement) => LogRow): StepOutcome<Readable> {
  const decoded = decodeStatement(record);
  if (decoded.kind !== 'ok') return decoded;
  const row = normaliseStatement(decoded.value);
  return row.kind === 'ok' ? ok({ record, row: row.value, logRow: logRowOf(decoded.value) }) : row;
}

type DeadLetterRow = ReturnType<typeof deadLetterRow>;

function deadLetterRow(batch: Batch, record: Delivered, { stage, reason }: Refusal, at: number) {
  const tenant = (record.value as { tenant?: unknown } | null)?.tenant;
  return {
    id: letterId(`${batch.token}/${String(record.offset)}`),
    tenant: typeof tenant === 'string' ? tenant : '',
    at: new Date(at).toISOString(),
    topic: batch.topic,
    partition: batch.partition,
    offset: record.offset,
    stage,
    reason: reason.slice(0, 1000),
    payload: typeof record.value === 'string' ? record.value : JSON.stringify(record.value ?? null),
  };
}

/** The same letter of the same batch has the same id, however often the batch comes. UUID form of a SHA-256. */
function letterId(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
