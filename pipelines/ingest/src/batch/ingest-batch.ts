import { createHash } from 'node:crypto';
import { ClickHouseQueryError, type ClickHouse } from '#libs/clickhouse';
import type { Batch, BatchHandler, Delivered, EventBus } from '#libs/event-bus';
import { decodeStatement } from './decode.step.js';
import { normaliseStatement } from './normalise.step.js';
import type { StatementRow } from './statement-row.js';
import { deadLetter, type Refusal, type StepOutcome } from './step-outcome.js';
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
 * the token makes the second insert of the same batch nothing. A row that the store cannot keep is a dead letter.
 */
export function createIngest({ clickhouse, bus, now, onBatch }: IngestDependencies): BatchHandler {
  return async function ingestBatch(batch: Batch): Promise<void> {
    const readable: Readable[] = [];
    const letters: DeadLetterRow[] = [];
    for (const record of batch.records) {
      const outcome = intoRow(record);
      if (outcome.kind === 'ok') readable.push({ record, row: outcome.value });
      else letters.push(deadLetterRow(batch, record, outcome, now()));
    }
    const refused = await store(clickhouse, readable, batch.token);
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

function intoRow(record: Delivered): StepOutcome<StatementRow> {
  const decoded = decodeStatement(record);
  return decoded.kind === 'ok' ? normaliseStatement(decoded.value) : decoded;
}

interface Readable {
  readonly record: Delivered;
  readonly row: StatementRow;
}

/**
 * One insert; where the engine cannot keep a value of some row, halves of it, until the rows that cannot be kept
 * stand alone: these are returned. A bad row must not hold up its neighbours for ever.
 */
async function store(
  clickhouse: IngestDependencies['clickhouse'],
  readable: readonly Readable[],
  token: string,
): Promise<Map<Delivered, Refusal>> {
  if (readable.length === 0) return new Map();
  try {
    await clickhouse.insert(
      'statements',
      readable.map(({ row }) => row),
      { token },
    );
    return new Map();
  } catch (error) {
    if (!(error instanceof ClickHouseQueryError && error.isAboutValue)) throw error;
    if (readable.length === 1)
      return new Map(readable.map(({ record }) => [record, deadLetter('store', error.message)]));
    const middle = Math.ceil(readable.length / 2);
    return new Map([
      ...(await store(clickhouse, readable.slice(0, middle), `${token}/a`)),
      ...(await store(clickhouse, readable.slice(middle), `${token}/b`)),
    ]);
  }
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
