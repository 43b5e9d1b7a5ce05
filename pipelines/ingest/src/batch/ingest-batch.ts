import { createHash } from 'node:crypto';
import type { ClickHouse } from '#libs/clickhouse';
import type { Batch, BatchHandler, Delivered, EventBus } from '#libs/event-bus';
import { decodeStatement } from './decode.step.js';
import { normaliseStatement } from './normalise.step.js';
import type { StatementRow } from './statement-row.js';
import type { StepOutcome } from './step-outcome.js';
import { touchedDays } from './touched-days.js';

export interface IngestDependencies {
  readonly clickhouse: Pick<ClickHouse, 'insert'>;
  readonly bus: Pick<EventBus, 'publish'>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly onBatch?: (counts: { stored: number; deadLetters: number }) => void;
}

/**
 * A batch of one partition: decode, normalise, one insert under the batch's token, dead letters, then announce the
 * learner-days that it touches. Throws only where a store or the bus fails, and then the whole batch comes again:
 * the token makes the second insert of the same batch nothing.
 */
export function createIngest({ clickhouse, bus, now, onBatch }: IngestDependencies): BatchHandler {
  return async function ingestBatch(batch: Batch): Promise<void> {
    const rows: StatementRow[] = [];
    const letters: DeadLetterRow[] = [];
    for (const record of batch.records) {
      const outcome = intoRow(record);
      if (outcome.kind === 'ok') rows.push(outcome.value);
      else letters.push(deadLetterRow(batch, record, outcome, now()));
    }
    if (rows.length > 0) await clickhouse.insert('statements', rows, { token: batch.token });
    if (letters.length > 0)
      await clickhouse.insert('dead_letters', letters, { token: `${batch.token}-dead` });
    await bus.publish(
      'touched',
      touchedDays(rows).map((value) => ({ key: `${value.tenant}:${value.learnerPid}`, value })),
      { whenFull: 'wait' },
    );
    onBatch?.({ stored: rows.length, deadLetters: letters.length });
  };
}

function intoRow(record: Delivered): StepOutcome<StatementRow> {
  const decoded = decodeStatement(record);
  return decoded.kind === 'ok' ? normaliseStatement(decoded.value) : decoded;
}

type DeadLetterRow = ReturnType<typeof deadLetterRow>;

function deadLetterRow(
  batch: Batch,
  record: Delivered,
  { stage, reason }: { stage: string; reason: string },
  at: number,
) {
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
    payload: typeof record.value === 'string' ? record.value : JSON.stringify(record.value),
  };
}

/** The same letter of the same batch has the same id, however often the batch comes. UUID form of a SHA-256. */
function letterId(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
