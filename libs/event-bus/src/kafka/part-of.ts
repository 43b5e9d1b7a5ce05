import type { Batch, KafkaMessage } from 'kafkajs';
import type { TopicName } from '#libs/contracts';
import type { Part } from './gathered-parts.js';
import { decodeMessage, type Decoded, type ReadableVersions } from './message-codec.js';

/** What is handled or kept by this process. */
type Ours = Exclude<Decoded, { readonly kind: 'newer' }>;

interface Decoding {
  /** Of the messages before the first of a newer version; null where there are none. */
  readonly part: Part | null;
  /** The version of the first message that this process does not know yet; null where it knows all. */
  readonly newer: number | null;
}

/** @param messages of the batch, in order */
export function partOf(
  { topic, readable }: { readonly topic: TopicName; readonly readable: ReadableVersions },
  { partition, highWatermark }: Batch,
  messages: readonly KafkaMessage[],
): Decoding {
  const ours: Ours[] = [];
  let newer: number | null = null;
  for (const message of messages) {
    const decoded = decodeMessage(topic, partition, readable, message);
    if (decoded.kind === 'newer') {
      newer = decoded.version;
      break;
    }
    ours.push(decoded);
  }
  const [first, last] = [messages[0], messages[ours.length - 1]];
  if (first === undefined || last === undefined) return { part: null, newer };
  const part: Part = {
    partition,
    first: first.offset,
    last: last.offset,
    timestamp: last.timestamp,
    records: ours.flatMap((one) => (one.kind === 'ok' ? one.record : [])),
    unreadable: ours.flatMap((one) => (one.kind === 'unreadable' ? one.message : [])),
    isUpToDate: following(last.offset) === highWatermark,
  };
  return { part, newer };
}

export const following = (offset: string): string => String(BigInt(offset) + 1n);
