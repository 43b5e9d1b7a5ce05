import { createHash } from 'node:crypto';
import type { ClickHouse } from '#libs/clickhouse';
import type { Batch, BatchHandler, Delivered, EventBus } from '#libs/event-bus';
import { decodeStatement } from './decode.step.js';
import { PreparedStatement } from '../prepared-statement.js';
import { createEncodeStatement, type EncodedStatement, type EncodeStatement } from './encode.step.js';
import type { Refusal, StepOutcome } from './step-outcome.js';
import { storeBatch, type Storable, type StoredListeners } from './store-batch.js';
import { touchedDays } from './touched-days.js';
import { voidedDays } from './voided-days.js';

export interface IngestDependencies extends StoredListeners {
  readonly clickhouse: Pick<ClickHouse, 'insert' | 'query'>;
  readonly bus: Pick<EventBus, 'publish'>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly onBatch?: (counts: { stored: number; deadLetters: number }) => void;
}

/**
 * A batch of one partition: decode, normalise, encode, one insert a table under the batch's token, dead letters, then announce
 * the learner-days that it touches, those of what it voids too. Throws only where a store or the bus fails, and then the whole batch comes again:
 * the token makes the second insert of the same batch nothing. A row that the store cannot keep is a dead letter.
 */
export function createIngest({
  clickhouse,
  bus,
  now,
  onBatch,
  ...listeners
}: IngestDependencies): BatchHandler {
  const encode = createEncodeStatement();
  return async function ingestBatch(batch: Batch): Promise<void> {
    const storable: Storable[] = [];
    const letters: DeadLetterRow[] = [];
    for (const record of batch.records) {
      const outcome = PreparedStatement.encoded(record.value) ?? encoded(record, encode);
      if (outcome.kind === 'ok') storable.push({ record, statement: outcome.value });
      else letters.push(deadLetterRow(batch, record, outcome, now()));
    }
    const refused = await storeBatch(clickhouse, storable, batch.token, listeners);
    for (const [record, outcome] of refused) letters.push(deadLetterRow(batch, record, outcome, now()));
    if (letters.length > 0)
      await clickhouse.insert('dead_letters', letters, { token: `${batch.token}-dead` });
    const stored = storable.flatMap(({ record, statement }) => (refused.has(record) ? [] : statement));
    await bus.publish(
      'touched',
      touchedDays([...stored, ...(await voidedDays(clickhouse, stored))]).map((value) => ({
        key: `${value.tenant}:${value.learnerPid}`,
        value,
      })),
      { whenFull: 'wait' },
    );
    onBatch?.({ stored: stored.length, deadLetters: letters.length });
  };
}

function encoded(record: Delivered, encode: EncodeStatement): StepOutcome<EncodedStatement> {
  const decoded = decodeStatement(record);
  return decoded.kind === 'ok' ? encode(decoded.value) : decoded;
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
