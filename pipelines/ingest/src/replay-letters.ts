import * as z from 'zod';
import { defineQuery, type ClickHouse } from '#libs/clickhouse';
import { StatementMessage } from '#libs/contracts';
import type { EventBus } from '#libs/event-bus';
import { tracesOfLetter } from './batch/dead-letter-row.js';

/** Which letters: those to which all that is given applies. */
export interface LetterFilter {
  readonly ids?: readonly string[] | undefined;
  readonly stage?: string | undefined;
  readonly reason?: string | undefined;
}

export interface Replayed {
  /** Put on the bus again, and handled: what still cannot be kept is a new letter. */
  readonly replayed: number;
  /** No messages of ours, whatever the reason was: they stay. */
  readonly unreadable: number;
}

/** So many are read and handled at a time. */
const AT_ONCE = 500;

const letters = defineQuery({
  name: 'dead letters to replay',
  sql: `
    SELECT toString(letter.id) AS id, tenant, toString(letter.at) AS at, topic, partition, offset, stage, reason, payload,
      headers
    FROM dead_letters AS letter FINAL
    WHERE tenant = {tenant:String} AND topic = 'statements' AND replayed_at IS NULL
      AND (empty({ids:Array(UUID)}) OR letter.id IN {ids:Array(UUID)})
      AND ({stage:String} = '' OR stage = {stage:String}) AND ({reason:String} = '' OR reason = {reason:String})
      AND letter.at <= toDateTime64({until:String}, 3, 'UTC')
      AND (letter.at, letter.id) > (toDateTime64({afterAt:String}, 3, 'UTC'), toUUID({afterId:String}))
    ORDER BY letter.at, letter.id LIMIT ${String(AT_ONCE)}`,
  params: z.object({
    tenant: z.string(),
    ids: z.array(z.string()),
    stage: z.string(),
    reason: z.string(),
    until: z.string(),
    afterAt: z.string(),
    afterId: z.string(),
  }),
  row: z.object({
    id: z.string(),
    tenant: z.string(),
    at: z.string(),
    topic: z.string(),
    partition: z.number(),
    offset: z.coerce.number(),
    stage: z.string(),
    reason: z.string(),
    payload: z.string(),
    headers: z.record(z.string(), z.string()),
  }),
});

export interface ReplayOptions {
  /** Counts alone: what would be replayed. */
  readonly dryRun?: boolean | undefined;
  readonly onProgress?: (sofar: Replayed) => void;
  /** Ends between two parts; what was replayed by then is, and is marked so. */
  readonly signal?: AbortSignal;
}

/** Asked to stop, or no longer alone: some letters were replayed, the others are still there. */
export class ReplayStoppedError extends Error {
  override readonly name = 'ReplayStoppedError';

  constructor({ replayed }: Replayed) {
    super(`Stopped after ${String(replayed)} letters. The others are still there: replay again to go on.`);
  }
}

/**
 * Puts dead letters of statements on the bus again, after what was wrong has been mended. A letter is marked when it is
 * handled: one that was is not replayed again, and where a kill comes in between, the same statement comes twice, which
 * is stored once. Two at a time would do the same twice: the caller sees to it that there is one.
 * @param now milliseconds since 1970 UTC
 * @throws ReplayStoppedError
 */
export async function replayLetters(
  {
    clickhouse,
    bus,
    now,
  }: {
    readonly clickhouse: Pick<ClickHouse, 'query' | 'insert'>;
    readonly bus: Pick<EventBus, 'publish'>;
    readonly now: () => number;
  },
  tenant: string,
  { ids = [], stage = '', reason = '' }: LetterFilter,
  { dryRun = false, onProgress, signal }: ReplayOptions = {},
): Promise<Replayed> {
  let replayed = 0;
  let unreadable = 0;
  // what is put aside again meanwhile is for another time: it would be replayed without end
  const until = new Date(now()).toISOString().slice(0, -1);
  let after = { afterAt: '1970-01-01 00:00:00.000', afterId: '00000000-0000-0000-0000-000000000000' };
  for (;;) {
    if (signal?.aborted === true) throw new ReplayStoppedError({ replayed, unreadable });
    const rows = await clickhouse.query(letters, { tenant, ids: [...ids], stage, reason, until, ...after });
    const last = rows.at(-1);
    if (last === undefined) return { replayed, unreadable };
    after = { afterAt: last.at, afterId: last.id };
    const readable = rows.flatMap((row) => {
      const message = messageIn(row.payload);
      return message?.tenant === tenant ? { row, message } : [];
    });
    if (!dryRun) await publishAgain({ clickhouse, bus }, readable, new Date(now()).toISOString());
    replayed += readable.length;
    unreadable += rows.length - readable.length;
    onProgress?.({ replayed, unreadable });
  }
}

interface Readable {
  readonly row: z.infer<(typeof letters)['row']>;
  readonly message: StatementMessage;
}

/** Resolves when the messages are handled and their letters marked. @param at ISO 8601 UTC */
async function publishAgain(
  {
    clickhouse,
    bus,
  }: { readonly clickhouse: Pick<ClickHouse, 'insert'>; readonly bus: Pick<EventBus, 'publish'> },
  readable: readonly Readable[],
  at: string,
): Promise<void> {
  const records = readable.map(({ row, message }) => ({
    key: `${message.tenant}:${message.learnerPid}`,
    value: message,
    traces: tracesOfLetter(row),
  }));
  await bus.publish('statements', records, { whenFull: 'wait', keptBy: 'handler' });
  await clickhouse.insert(
    'dead_letters',
    readable.map(({ row }) => ({ ...row, replayed_at: at })),
    { token: `replayed/${at}/${readable.at(-1)?.row.id ?? ''}` },
  );
}

function messageIn(payload: string): StatementMessage | undefined {
  try {
    return StatementMessage.safeParse(JSON.parse(payload)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
