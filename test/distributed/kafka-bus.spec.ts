import { afterAll, beforeAll, describe } from '@jest/globals';
import type { EventBus } from '#libs/event-bus';
import { describeBusContract } from '../contract/event-bus.contract.js';
import { whyNoKafka } from '../support/kafka/kafka-jars.js';
import { KafkaTown } from '../support/kafka/kafka-town.js';

const reason = whyNoKafka();
const suite = reason === undefined ? describe : describe.skip;

suite(`on Apache Kafka${reason === undefined ? '' : `: skipped, ${reason}`}`, () => {
  let town: KafkaTown;
  beforeAll(async () => (town = await KafkaTown.start()), 300_000);
  afterAll(() => town.end());

  const prefixes = new WeakMap<EventBus, string>();
  describeBusContract('Kafka', {
    keptBy: 'broker',
    closeHandsOver: 'what is in hand',
    make: async ({ after, partitions = 1, ...limits }) => {
      const prefix = (after && prefixes.get(after)) ?? town.newPrefix();
      const { bus } = await town.open({
        prefix,
        partitions,
        isProxied: true,
        ...limits,
        backoffMs: 2,
        patienceMs: 50,
      });
      prefixes.set(bus, prefix);
      return bus;
    },
    holdUp: () => {
      town.proxy.delay(Infinity);
      return () => town.proxy.delay(0);
    },
  });
});
