import type { IHeaders, KafkaMessage, Message } from 'kafkajs';
import { parseTraceparent, topics, traceparentOf, type TopicName, type Trace } from '#libs/contracts';
import type { BusRecord, Delivered } from '../event-bus.js';
import type { TopicDeclaration } from '../topics.js';

/** A message that is not one of ours, or of a version that this process does not know; as it lay in the topic. */
export interface UnreadableMessage {
  readonly topic: TopicName;
  readonly partition: number;
  readonly offset: number;
  /** See `Delivered`. */
  readonly life: string;
  /** Why, in words. */
  readonly reason: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  /** Headers as text; those that came more than once, joined by commas. */
  readonly headers: Readonly<Record<string, string>>;
}

const SCHEMA = 'snowlight-schema';
const TENANT = 'snowlight-tenant';
/** As others write it (W3C Trace Context); once for each trace that a message comes of. */
const TRACE = 'traceparent';

/** What a header or a key costs beside its bytes: lengths and deltas of the record format. */
const OVERHEAD_BYTES = 96;
/** Name and value of a header that names a trace. */
const TRACE_BYTES = 70;

export interface EncodedMessage {
  readonly message: Message;
  /** Its size at the broker, rather too high than too low. */
  readonly bytes: number;
}

/** A message as it travels: JSON in UTF-8, and in its headers what a reader must know before it reads. */
export function encodeMessage<T extends TopicName>(
  topic: T,
  record: BusRecord<T>,
  given: { partition: number; schemaVersion: number },
): EncodedMessage {
  const value = Buffer.from(JSON.stringify(record.value));
  const headers: IHeaders = {
    [SCHEMA]: `${topic}/${String(given.schemaVersion)}`,
    [TENANT]: record.value.tenant,
    ...(record.traces === undefined ? {} : { [TRACE]: record.traces.map(traceparentOf) }),
  };
  const traceBytes = (record.traces?.length ?? 0) * TRACE_BYTES;
  const bytes =
    value.length + Buffer.byteLength(record.key) + record.value.tenant.length + OVERHEAD_BYTES + traceBytes;
  return { message: { key: record.key, value, headers, partition: given.partition }, bytes };
}

/** Which versions of a topic's messages this process reads. */
export type ReadableVersions = Pick<TopicDeclaration, 'schemaVersion' | 'oldestReadable'>;

export type Decoded =
  | { readonly kind: 'ok'; readonly record: Delivered }
  | { readonly kind: 'unreadable'; readonly message: UnreadableMessage }
  /** Of a version that is yet to come here: no mistake, and for a newer process to read. */
  | { readonly kind: 'newer'; readonly version: number };

/**
 * What lay in the topic. Statements are not held against their whole schema: ingest does that, and keeps what is wrong
 * with its tenant; the handlers of the small derived messages take their form for granted.
 */
export function decodeMessage(
  topic: TopicName,
  partition: number,
  readable: ReadableVersions,
  message: KafkaMessage,
): Decoded {
  const offset = Number(message.offset);
  const headers = textHeaders(message.headers);
  const unreadable = (reason: string): Decoded => ({
    kind: 'unreadable',
    message: {
      topic,
      partition,
      offset,
      life: message.timestamp,
      reason,
      key: message.key,
      value: message.value,
      headers,
    },
  });
  const version = versionIn(topic, headers[SCHEMA]);
  if (version !== undefined && version > readable.schemaVersion) return { kind: 'newer', version };
  const problem = schemaProblem(topic, readable, headers[SCHEMA]);
  if (problem !== undefined) return unreadable(problem);
  let value: unknown;
  try {
    value = JSON.parse(message.value?.toString('utf8') ?? '');
  } catch {
    return unreadable('the message is not JSON');
  }
  if (topics[topic].durability === 'derived') {
    const parsed = topics[topic].schema.safeParse(value);
    const issue = parsed.error?.issues[0];
    if (issue !== undefined)
      return unreadable(`not a message of ${topic}: ${issue.path.join('.')}: ${issue.message}`);
  }
  const key = message.key?.toString('utf8') ?? '';
  const traces = tracesIn(message.headers);
  const record = { partition, offset, life: message.timestamp, key, value };
  return { kind: 'ok', record: traces.length === 0 ? record : { ...record, traces } };
}

/** Undefined where the header is none of this topic. */
function versionIn(topic: TopicName, header: string | undefined): number | undefined {
  const [of, version = ''] = header?.split('/') ?? [];
  return of === topic && /^\d{1,9}$/.test(version) ? Number(version) : undefined;
}

function schemaProblem(
  topic: TopicName,
  { schemaVersion, oldestReadable }: ReadableVersions,
  header: string | undefined,
): string | undefined {
  if (header === undefined)
    return `the message has no header ${SCHEMA}: another program has written to this topic`;
  const [of, version] = header.split('/');
  if (of !== topic) return `the message says that it is of ${of ?? ''}, not of ${topic}`;
  const number = versionIn(topic, header);
  if (number === undefined || number < oldestReadable)
    return `the message has version ${version ?? ''} of ${topic}; this process knows version ${String(schemaVersion)}`;
  return undefined;
}

function tracesIn(headers: IHeaders | undefined): readonly Trace[] {
  const given = headers?.[TRACE];
  if (given === undefined) return [];
  return [given].flat().flatMap((one) => parseTraceparent(one.toString()) ?? []);
}

function textHeaders(headers: IHeaders | undefined): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers ?? {}).map(([name, value]) => [
      name,
      (Array.isArray(value) ? value : [value ?? '']).map((one) => one.toString()).join(', '),
    ]),
  );
}
