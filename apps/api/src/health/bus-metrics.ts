import { Counter, Gauge, type Registry } from 'prom-client';
import type { ConsumerStats, EventBus, TopicLag } from '#libs/event-bus';

type Labels = Readonly<Record<string, string>>;
type Sample = readonly [labels: Labels, value: number];

/** What the bus says of itself at each scrape. */
export function busMetrics(registry: Registry, bus: Pick<EventBus, 'lag' | 'stats'>): void {
  const registers = [registry];

  const gauge = (name: string, help: string, labelNames: string[], read: () => Iterable<Sample>): void => {
    const metric: Gauge = new Gauge({
      name,
      help,
      labelNames,
      registers,
      collect: () => {
        // a partition that has gone to another process must not stand here with its last figure
        metric.reset();
        for (const [labels, value] of read()) metric.set(labels, value);
      },
    });
  };
  const counter = (name: string, help: string, read: () => Iterable<Sample>): void => {
    const metric: Counter = new Counter({
      name,
      help,
      labelNames: ['topic'],
      registers,
      collect: () => {
        metric.reset();
        for (const [labels, value] of read()) metric.inc(labels, value);
      },
    });
  };
  const ofLag = (value: (lag: TopicLag) => number) => () =>
    bus.lag().map((lag): Sample => [{ topic: lag.topic, group: lag.group }, value(lag)]);
  const ofConsumers = (value: (stats: ConsumerStats) => number) => () =>
    bus.stats().consumers.map((stats): Sample => [{ topic: stats.topic }, value(stats)]);

  gauge(
    'snowlight_bus_waiting',
    'Messages that wait.',
    ['topic', 'group'],
    ofLag(({ waiting }) => waiting),
  );
  gauge(
    'snowlight_bus_oldest_seconds',
    'Age of the oldest message that waits.',
    ['topic', 'group'],
    ofLag(({ oldestSeconds }) => oldestSeconds),
  );
  gauge('snowlight_bus_partition_waiting', 'Messages that wait.', ['topic', 'group', 'partition'], () =>
    bus
      .lag()
      .flatMap(({ topic, group, partitions }) =>
        partitions.map(({ partition, waiting }): Sample => [
          { topic, group, partition: String(partition) },
          waiting,
        ]),
      ),
  );
  gauge(
    'snowlight_bus_partitions_assigned',
    'Partitions whose messages come to this process.',
    ['topic'],
    ofConsumers(({ assigned }) => assigned),
  );
  gauge(
    'snowlight_bus_batch_failing_seconds',
    'How long the batch in hand has failed and been tried again; of partitions where one does.',
    ['topic', 'partition'],
    () =>
      bus
        .stats()
        .consumers.flatMap(({ topic, failing }) =>
          failing.map(({ partition, seconds }): Sample => [{ topic, partition: String(partition) }, seconds]),
        ),
  );
  counter(
    'snowlight_bus_batch_failures_total',
    'Times that a batch was not handled, and came again.',
    ofConsumers(({ failures }) => failures),
  );
  counter(
    'snowlight_bus_consumer_restarts_total',
    'Times that the consumer of this process ended, and was started again.',
    ofConsumers(({ restarts }) => restarts),
  );
  counter('snowlight_bus_publish_failures_total', 'Sends that the broker did not take in time.', () =>
    [...bus.stats().publishFailures].map(([topic, count]): Sample => [{ topic }, count]),
  );
}
