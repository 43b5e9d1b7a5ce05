import * as z from 'zod';
import { defineQuery, type ClickHouse } from '#libs/clickhouse';
import { StatementMessage } from '#libs/contracts';
import type { EventBus } from '#libs/event-bus';

/** Which letters: those to which all that is given applies. */
export interface LetterFilter {
  readonly id?: string | undefined;
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
      AND ({id:String} = '' OR toString(letter.id) = {id:String})
      AND ({stage:String} = '' OR stage = {stage:String}) AND ({reason:String} = '' OR reason = {reason:String})
      AND (letter.at, letter.id) > (toDateTime64({afterAt:String}, 3, 'UTC'), toUUID({afterId:String}))
    ORDER BY letter.at, letter.id LIMIT ${String(AT_ONCE)}`,
  params: z.object({
    tenant: z.string(),
    id: z.string(),
    stage: z.string(),
    reason: z.string(),
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

/**
 * Puts dead letters of statements on the bus again, after what was wrong has been mended. A letter is marked when it is
 * handled: one that was is not replayed again, and where a kill comes in between, the same statement comes twice, which
 * is stored once.
 * @param now milliseconds since 1970 UTC
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
  { id = '', stage = '', reason = '' }: LetterFilter,
  progress: (sofar: Replayed) => void = () => undefined,
): Promise<Replayed> {
  let replayed = 0;
  let unreadable = 0;
  let after = { afterAt: '1970-01-01 00:00:00.000', afterId: '00000000-0000-0000-0000-000000000000' };
  for (;;) {
    const rows = await clickhouse.query(letters, { tenant, id, stage, reason, ...after });
    const last = rows.at(-1);
    if (last === undefined) return { replayed, unreadable };
    after = { afterAt: last.at, afterId: last.id };
    const readable = rows.flatMap((row) => {
      const message = messageIn(row.payload);
      return message?.tenant === tenant ? { row, message } : [];
    });
    const records = readable.map(({ message }) => ({
      key: `${message.tenant}:${message.learnerPid}`,
      value: message,
    }));
    await bus.publish('statements', records, { whenFull: 'wait', keptBy: 'handler' });
    const at = new Date(now()).toISOString();
    await clickhouse.insert(
      'dead_letters',
      readable.map(({ row }) => ({ ...row, replayed_at: at })),
      { token: `replayed/${at}/${last.id}` },
    );
    replayed += readable.length;
    unreadable += rows.length - readable.length;
    progress({ replayed, unreadable });
  }
}

function messageIn(payload: string): StatementMessage | undefined {
  try {
    return StatementMessage.safeParse(JSON.parse(payload)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
