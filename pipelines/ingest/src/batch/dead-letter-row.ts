import { createHash } from 'node:crypto';
import { parseTraceparent, traceparentOf, type Trace } from '#libs/contracts';
import type { Batch, Delivered, UnreadableMessage } from '#libs/event-bus';
import type { Refusal } from './step-outcome.js';

/** A row of `dead_letters`. */
export interface DeadLetterRow {
  readonly id: string;
  readonly tenant: string;
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly stage: string;
  readonly reason: string;
  readonly payload: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** @param at milliseconds since 1970 UTC */
export function deadLetterRow(
  batch: Batch,
  record: Delivered,
  { stage, reason }: Refusal,
  at: number,
): DeadLetterRow {
  const tenant = (record.value as { tenant?: unknown } | null)?.tenant;
  return {
    id: letterId(placeOf(batch.topic, record)),
    tenant: typeof tenant === 'string' ? tenant : '',
    at: new Date(at).toISOString(),
    topic: batch.topic,
    partition: record.partition,
    offset: record.offset,
    stage,
    reason: reason.slice(0, 1000),
    payload: typeof record.value === 'string' ? record.value : JSON.stringify(record.value ?? null),
    headers: traceHeaders(record.traces),
  };
}

const TRACE = 'traceparent';

/** As they came: by them the letter is found in the logs, and followed when it is replayed. */
const traceHeaders = (traces: readonly Trace[] = []): Readonly<Record<string, string>> =>
  traces.length === 0 ? {} : { [TRACE]: traces.map(traceparentOf).join(', ') };

export function tracesOfLetter({ headers }: Pick<DeadLetterRow, 'headers'>): readonly Trace[] {
  return (headers[TRACE] ?? '').split(', ').flatMap((one) => parseTraceparent(one) ?? []);
}

/** The name of the header that says that a payload is no text, and stands in base 64. */
const ENCODING = 'snowlight-payload-encoding';

/**
 * A message that could not even be read, as it lay in the topic: with its headers, and to the byte.
 * @param at milliseconds since 1970 UTC
 */
export function unreadableRow(message: UnreadableMessage, at: number): DeadLetterRow {
  const { topic, partition, offset, reason, value, headers } = message;
  const bytes = value ?? Buffer.alloc(0);
  const text = bytes.toString('utf8');
  const isText = Buffer.from(text, 'utf8').equals(bytes);
  return {
    id: letterId(placeOf(topic, message)),
    // what a foreign message says of its tenant is believed by nobody
    tenant: '',
    at: new Date(at).toISOString(),
    topic,
    partition,
    offset,
    stage: 'read',
    reason: reason.slice(0, 1000),
    payload: isText ? text : bytes.toString('base64'),
    headers: isText ? headers : { ...headers, [ENCODING]: 'base64' },
  };
}

/** Where a message lies, now and in every life of its topic. */
const placeOf = (
  topic: string,
  { partition, offset, life }: Pick<Delivered, 'partition' | 'offset' | 'life'>,
) => `${topic}/${String(partition)}/${String(offset)}/${life}`;

/** The letter of one message has the same id, in whatever batches it comes. UUID form of a SHA-256. */
export function letterId(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
