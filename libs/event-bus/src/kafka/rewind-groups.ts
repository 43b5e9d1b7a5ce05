import type { Admin } from 'kafkajs';
import type { KafkaLocation } from '#libs/config';
import type { TopicName } from '#libs/contracts';
import type { PartitionEnd } from '../event-bus.js';
import { topicDeclarations } from '../topics.js';
import { createKafkaClient } from './kafka-client.js';
import { kafkaReason, KafkaUnusableError } from './kafka-failure.js';

export interface Rewound {
  readonly partition: number;
  /** Where its next message is taken from. */
  readonly next: number;
  /** Messages between where it should go on and the oldest that the broker still has: they are gone. */
  readonly lost: number;
}

/** Processes that are members of any group of the bus. */
export function membersAtWork(location: KafkaLocation): Promise<number> {
  return withAdmin(location, async (admin) => {
    const names = Object.entries(topicDeclarations).flatMap(([topic, { groups }]) =>
      groups.map((group) => `${location.topicPrefix}${topic}.${group}`),
    );
    const { groups } = await admin.describeGroups(names);
    return groups.reduce((sum, { members }) => sum + members.length, 0);
  });
}

/**
 * Has every group of a topic go on at these offsets, or at the oldest message that is left. A topic that ends before
 * them was made anew since: all that it has is taken. Nobody may be a member of the groups.
 * @returns nothing for a topic that is not there
 */
export function rewindGroups(
  location: KafkaLocation,
  topic: TopicName,
  ends: readonly PartitionEnd[],
): Promise<readonly Rewound[]> {
  return withAdmin(location, async (admin) => {
    const name = `${location.topicPrefix}${topic}`;
    if (!(await admin.listTopics()).includes(name)) return [];
    const wanted = new Map(ends.map(({ partition, next }) => [partition, next]));
    const rewound = (await admin.fetchTopicOffsets(name)).map(({ partition, low, high }): Rewound => {
      const next = wanted.get(partition) ?? 0;
      const isNew = next > Number(high);
      const lost = isNew ? 0 : Math.max(0, Number(low) - next);
      return { partition, next: isNew ? Number(low) : next + lost, lost };
    });
    const partitions = rewound.map(({ partition, next }) => ({ partition, offset: String(next) }));
    for (const group of topicDeclarations[topic].groups)
      await admin.setOffsets({ groupId: `${name}.${group}`, topic: name, partitions });
    return rewound;
  });
}

async function withAdmin<T>(location: KafkaLocation, work: (admin: Admin) => Promise<T>): Promise<T> {
  const kafka = await createKafkaClient(location, 'patient', () => undefined);
  const admin = kafka.admin();
  try {
    await admin.connect();
    return await work(admin);
  } catch (error) {
    throw new KafkaUnusableError(kafkaReason(error, location.brokers), { cause: error });
  } finally {
    await admin.disconnect();
  }
}
