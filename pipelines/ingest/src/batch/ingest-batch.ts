import type { TopicName } from '#libs/contracts';
import type { ClickHouse } from '#libs/clickhouse';
import {
  FollowedTraces,
  type Batch,
  type BatchHandler,
  type Delivered,
  type EventBus,
  type OnStep,
} from '#libs/event-bus';
import { deadLetterRow, letterId, type DeadLetterRow } from './dead-letter-row.js';
import { decodeStatement } from './decode.step.js';
import { PreparedStatement } from '../prepared-statement.js';
import type { StatementMemory } from '../statement-memory.js';
import { createEncodeStatement, type EncodedStatement, type EncodeStatement } from './encode.step.js';
import type { Refusal, StepOutcome } from './step-outcome.js';
import { announceVersions, findDoubles, type Removed } from './remove-doubles.js';
import { otherContent, settleIds, underIdsOf } from './settle-ids.js';
import { storeBatch, type Storable } from './store-batch.js';
import { toldStored } from './told-stored.js';
import { touchedDays, touchedKey } from './touched-days.js';
import { voidedDays } from './voided-days.js';

export interface IngestDependencies {
  readonly clickhouse: Pick<ClickHouse, 'insert' | 'query' | 'remove'>;
  readonly bus: Pick<EventBus, 'publish'>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Other processes take statements in and store them too: what stands under an id already is decided here. */
  readonly settlesIds?: boolean;
  readonly onBatch?: (counts: { stored: number; deadLetters: number }) => void;
  /** Told of each dead letter, once it is kept. */
  readonly onPutAside?: (letter: DeadLetterRow) => void;
  readonly onStep?: OnStep;
  /** Where no other process stores. */
  readonly memory?: StatementMemory | null;
}

/**
 * A batch: decode, normalise, encode, one insert a table under the batch's token, dead letters, then announce
 * the learner-days that it touches, those of what it voids too. Throws only where a store or the bus fails, and then the whole batch comes again:
 * the token makes the second insert of the same batch nothing. A row that the store cannot keep is a dead letter.
 */
export function createIngest({
  clickhouse,
  bus,
  now,
  settlesIds = false,
  onBatch,
  onPutAside,
  onStep,
  memory,
}: IngestDependencies): BatchHandler {
  const encode = createEncodeStatement();
  return async function ingestBatch(batch: Batch): Promise<void> {
    const understood: Storable[] = [];
    const letters: DeadLetterRow[] = [];
    for (const record of batch.records) {
      const outcome = PreparedStatement.encoded(record.value) ?? encoded(record, encode);
      if (outcome.kind === 'ok') understood.push({ record, statement: outcome.value });
      else letters.push(deadLetterRow(batch, record, outcome, now()));
    }
    const { storable, refused: conflicts } = settlesIds
      ? settleIds(understood, await underIdsOf(clickhouse, 'kept', statementsOf(understood)))
      : { storable: understood, refused: new Map<Delivered, Refusal>() };
    if (settlesIds) await announceVersions(clickhouse, statementsOf(storable), batch.token);
    const refused = await storeBatch(clickhouse, storable, batch.token, memory);
    for (const [record, outcome] of [...conflicts, ...refused])
      letters.push(deadLetterRow(batch, record, outcome, now()));
    const kept = storable.filter(({ record }) => !refused.has(record));
    const stored = statementsOf(kept);
    const followed = new FollowedTraces();
    for (const { record, statement } of kept) followed.add(touchedKey(statement), record.traces);
    const doubles = settlesIds ? await findDoubles(clickhouse, stored) : undefined;
    for (const one of doubles?.removed ?? [])
      if (one.hasOtherContent) letters.push(removedRow(batch.topic, one));
    if (letters.length > 0)
      await clickhouse.insert('dead_letters', letters, { token: `${batch.token}-dead` });
    await doubles?.remove();
    await bus.publish(
      'touched',
      touchedDays([...stored, ...(await voidedDays(clickhouse, stored)), ...(doubles?.days ?? [])]).map(
        (value) => ({
          key: `${value.tenant}:${value.learnerPid}`,
          value,
          ...followed.carriedBy(touchedKey({ ...value, learner_pid: value.learnerPid })),
        }),
      ),
      { whenFull: 'wait' },
    );
    if (onStep !== undefined) toldStored(kept, batch, now(), onStep);
    for (const letter of letters) onPutAside?.(letter);
    onBatch?.({ stored: stored.length, deadLetters: letters.length });
  };
}

function encoded(record: Delivered, encode: EncodeStatement): StepOutcome<EncodedStatement> {
  const decoded = decodeStatement(record);
  return decoded.kind === 'ok' ? encode(decoded.value) : decoded;
}

const statementsOf = (storable: readonly Storable[]): readonly EncodedStatement[] =>
  storable.map(({ statement }) => statement);

/** Of a statement that this batch or another one had stored. It has no place on the bus that we know of. */
function removedRow(topic: TopicName, { tenant, id, stored, n, statement }: Removed): DeadLetterRow {
  const { stage, reason } = otherContent(id);
  const name = letterId(`conflict/${tenant}/${id}/${stored}/${String(n)}`);
  return {
    id: name,
    tenant,
    at: stored,
    topic,
    partition: 0,
    offset: 0,
    stage,
    reason,
    payload: statement,
    headers: {},
  };
}
