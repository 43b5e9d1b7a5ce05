import { setTimeout as sleep } from 'node:timers/promises';
import kafkajs, { type Admin } from 'kafkajs';
import type { TopicName } from '#libs/contracts';
import type { TopicDeclaration, TopicDeclarations } from '../topics.js';
import { KafkaUnusableError } from './kafka-failure.js';

/** A topic as it is at the broker. */
export interface KnownTopic {
  readonly name: string;
  readonly partitions: number;
  /** Of one batch of messages. */
  readonly maxMessageBytes: number;
}

export type KnownTopics = ReadonlyMap<TopicName, KnownTopic>;

export interface TopicWishes {
  readonly prefix: string;
  readonly declarations: TopicDeclarations;
  /** Whether topics that are missing may be made. */
  readonly create: boolean;
  /** Of topics that are made; undefined: the broker's default. */
  readonly replicationFactor: number | undefined;
}

/**
 * Makes what is missing, and looks at what is there.
 * @throws KafkaUnusableError with a sentence for each topic that is missing or is not as it must be
 */
export async function ensureTopics(admin: Admin, wishes: TopicWishes): Promise<KnownTopics> {
  const { prefix, declarations, create, replicationFactor } = wishes;
  const wanted = (Object.entries(declarations) as [TopicName, TopicDeclaration][]).map(
    ([topic, declaration]) => ({ topic, name: `${prefix}${topic}`, declaration }),
  );
  const there = new Set(await admin.listTopics());
  const missing = wanted.filter(({ name }) => !there.has(name));
  if (missing.length > 0 && !create)
    throw new KafkaUnusableError(
      missing
        .map(
          ({ name, declaration }) =>
            `topic ${name} is missing: create it with ${String(declaration.partitions)} partitions and cleanup.policy=${declaration.cleanup}, or set KAFKA_CREATE_TOPICS=true`,
        )
        .join('; '),
    );
  if (missing.length > 0) {
    await admin.createTopics({
      timeout: 10_000,
      topics: missing.map(({ name, declaration }) => ({
        topic: name,
        numPartitions: declaration.partitions,
        replicationFactor: replicationFactor ?? -1,
        configEntries: configOf(declaration, replicationFactor),
      })),
    });
    // the first messages would be refused by leaders that do not know it yet, and sent twice
    for (const { name } of missing) await untilKnown(() => admin.fetchTopicOffsets(name));
  }
  const names = wanted.map(({ name }) => name);
  const metadata = await untilKnown(() => admin.fetchTopicMetadata({ topics: names }));
  const partitions = new Map(metadata.topics.map(({ name, partitions: { length } }) => [name, length]));
  const configs = await topicConfigs(admin, names);
  const problems: string[] = [];
  const known = new Map<TopicName, KnownTopic>();
  for (const { topic, name, declaration } of wanted) {
    const count = partitions.get(name) ?? 0;
    const config = configs.get(name) ?? new Map<string, string>();
    const policy = config.get('cleanup.policy') ?? declaration.cleanup;
    if (count < declaration.partitions)
      problems.push(
        `topic ${name} has ${count === 1 ? '1 partition' : `${String(count)} partitions`} and needs ${String(declaration.partitions)}: add partitions while nothing waits in it`,
      );
    if (policy !== declaration.cleanup)
      problems.push(
        `topic ${name} has cleanup.policy=${policy}, which loses messages that are needed: set it to ${declaration.cleanup}`,
      );
    const maxMessageBytes = Number(config.get('max.message.bytes') ?? declaration.maxMessageBytes);
    known.set(topic, { name, partitions: count, maxMessageBytes });
  }
  if (problems.length > 0) throw new KafkaUnusableError(problems.join('; '));
  return known;
}

function configOf(declaration: TopicDeclaration, replicationFactor: number | undefined) {
  const entries: [string, string][] = [
    ['cleanup.policy', declaration.cleanup],
    ['retention.ms', String(declaration.retentionMs)],
    ['max.message.bytes', String(declaration.maxMessageBytes)],
  ];
  // Durable is what two machines have: one of them may burn.
  if (replicationFactor !== undefined && replicationFactor > 2) entries.push(['min.insync.replicas', '2']);
  return entries.map(([name, value]) => ({ name, value }));
}

/** A topic that was made a moment ago may not be known to every broker yet. */
async function untilKnown<T>(ask: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await ask();
    } catch (error) {
      if (tries >= 40) throw error;
      await sleep(250);
    }
  }
}

async function topicConfigs(admin: Admin, names: string[]): Promise<Map<string, Map<string, string>>> {
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: names.map((name) => ({
      type: kafkajs.ConfigResourceTypes.TOPIC,
      name,
      configNames: ['cleanup.policy', 'max.message.bytes'],
    })),
  });
  return new Map(
    resources.map(({ resourceName, configEntries }) => [
      resourceName,
      new Map(configEntries.map(({ configName, configValue }) => [configName, configValue])),
    ]),
  );
}
