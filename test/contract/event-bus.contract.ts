import { describe, expect, it } from '@jest/globals';
import type { RolledMessage, StatementMessage, Trace } from '#libs/contracts';
import { partitionOf, type Batch, type BatchHandler, type BusRecord, type EventBus } from '#libs/event-bus';

/** What a test asks of an adapter. */
export interface BusUnderTest {
  /** What a resolved `publish` of statements rests on: their handlers have returned, or they are on disk. */
  readonly keptBy: 'handler' | 'journal' | 'broker';
  /** What `close` hands over before it ends: all that waits, or what is in hand (the rest waits at the broker). */
  readonly closeHandsOver: 'all' | 'what is in hand';
  /**
   * A fresh bus with small limits, and a partition a topic unless more are asked for.
   * `capacity`: messages that may wait where the adapter bounds them itself.
   * `after`: a bus that was closed, whose messages this one takes over (where the messages outlive the bus).
   */
  readonly make: (wanted: BusWanted) => Promise<EventBus>;
  /** Holds up what makes room in the queue, until the function that it gives is called; absent: the handlers do. */
  readonly holdUp?: () => () => void;
}

export interface BusWanted {
  readonly capacity: number;
  readonly maxBatch: number;
  readonly partitions?: number;
  readonly after?: EventBus;
}

const statement = (key: string, n: number): BusRecord<'statements'> => ({
  key,
  value: {
    v: 1,
    tenant: 't',
    timeZone: 'Asia/Shanghai',
    learnerPid: key,
    id: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    stored: '2026-11-24T00:00:00.000Z',
    n,
    contentHash: String(n),
    version: '1.0.3',
    source: 'test',
    statement: '{}',
  },
});
const rolled = (n: number): BusRecord<'rolled'> => ({
  key: 'k',
  value: { v: 1, tenant: 't', run: 'r', learnerPid: String(n) },
});
const numbers = (batch: Batch): number[] =>
  batch.records.map((r) => Number((r.value as StatementMessage).contentHash));
const gate = (): { open: () => void; opened: Promise<void> } => {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { open, opened };
};

const until = async (isSo: () => boolean): Promise<void> => {
  while (!isSo()) await new Promise((r) => setTimeout(r, 20));
};

/** One suite over every adapter of the bus port. */
export function describeBusContract(
  name: string,
  { make, keptBy, closeHandsOver, holdUp }: BusUnderTest,
): void {
  const withBus = async (
    handler: BatchHandler,
    work: (bus: EventBus) => Promise<void>,
    wanted: BusWanted = { capacity: 1000, maxBatch: 100 },
  ): Promise<void> => {
    const bus = await make(wanted);
    bus.subscribe('statements', 'test', handler);
    try {
      await work(bus);
      await bus.settled('statements');
    } finally {
      await bus.close(1000);
    }
  };

  describe(`bus contract: ${name}`, () => {
    it('says of what it published when it is handled', async () => {
      const { open, opened } = gate();
      let resolved = false;
      await withBus(
        () => opened,
        async (bus) => {
          const published = bus
            .publish('statements', [statement('a', 1)])
            .then(({ handled }) => handled)
            .then(() => (resolved = true));
          await new Promise((r) => setTimeout(r, 30));
          expect(resolved).toBe(false);
          open();
          await published;
          expect(resolved).toBe(true);
        },
      );
    });

    it(`resolves publish once it is kept by the ${keptBy}`, async () => {
      const { open, opened } = gate();
      await withBus(
        () => opened,
        async (bus) => {
          let resolved = false;
          const published = bus.publish('statements', [statement('a', 1)]).then(() => (resolved = true));
          await new Promise((r) => setTimeout(r, 100));
          if (keptBy !== 'handler') await published;
          expect(resolved).toBe(keptBy !== 'handler');
          open();
          await published;
        },
      );
    });

    it('is settled when what was published before is handled', async () => {
      const seen: number[] = [];
      await withBus(
        async (batch) => {
          await new Promise((r) => setTimeout(r, 20));
          seen.push(...numbers(batch));
        },
        async (bus) => {
          void bus.publish('statements', [statement('a', 1)]);
          await bus.publish('statements', [statement('a', 2)]);
          await bus.settled('statements');
          expect(seen).toEqual([1, 2]);
          await bus.settled('statements');
        },
      );
    });

    it('keeps the order of one key over many publishes', async () => {
      const seen: number[] = [];
      await withBus(
        (batch) => {
          seen.push(...numbers(batch));
          return Promise.resolve();
        },
        async (bus) => {
          await Promise.all(
            Array.from({ length: 50 }, (_, i) =>
              bus.publish('statements', [statement('a', 2 * i), statement('a', 2 * i + 1)]),
            ),
          );
        },
      );
      expect(seen).toEqual(Array.from({ length: 100 }, (_, i) => i));
    });

    it('hands the whole batch over again, with the same token, when the handler throws', async () => {
      const deliveries: { token: string; numbers: number[] }[] = [];
      await withBus(
        (batch) => {
          deliveries.push({ token: batch.token, numbers: numbers(batch) });
          return deliveries.length < 3 ? Promise.reject(new Error('store is away')) : Promise.resolve();
        },
        async (bus) => {
          await bus.publish('statements', [statement('a', 1), statement('a', 2)]);
        },
      );
      expect(deliveries).toHaveLength(3);
      expect(new Set(deliveries.map((d) => d.token)).size).toBe(1);
      expect(deliveries.every((d) => d.numbers.join() === '1,2')).toBe(true);
    });

    it('gives different batches different tokens', async () => {
      const tokens: string[] = [];
      await withBus(
        (batch) => {
          tokens.push(batch.token);
          return Promise.resolve();
        },
        async (bus) => {
          for (let i = 0; i < 5; i++) await (await bus.publish('statements', [statement('a', i)])).handled;
        },
      );
      expect(new Set(tokens).size).toBe(5);
    });

    it('delivers to each consumer group', async () => {
      const counts = { one: 0, two: 0 };
      const bus = await make({ capacity: 100, maxBatch: 10 });
      bus.subscribe('statements', 'one', (b) => Promise.resolve(void (counts.one += b.records.length)));
      bus.subscribe('statements', 'two', (b) => Promise.resolve(void (counts.two += b.records.length)));
      const { handled } = await bus.publish('statements', [statement('a', 1), statement('b', 2)]);
      await handled;
      await bus.close(1000);
      expect(counts).toEqual({ one: 2, two: 2 });
    });

    const isDrained = closeHandsOver === 'all' ? it : it.skip;
    isDrained('close hands over what waits, the later stages that this feeds included', async () => {
      const scored: string[] = [];
      const bus = await make({ capacity: 100, maxBatch: 10 });
      bus.subscribe('statements', 'ingest', async (batch) => {
        await new Promise((r) => setTimeout(r, 30));
        await bus.publish('rolled', numbers(batch).map(rolled), { whenFull: 'wait' });
      });
      bus.subscribe('rolled', 'scoring', async (batch) => {
        await new Promise((r) => setTimeout(r, 30));
        scored.push(...batch.records.map((r) => (r.value as RolledMessage).learnerPid));
      });
      const published = bus.publish('statements', [statement('a', 1), statement('a', 2)]);
      await bus.close(2000);
      await published;
      expect(scored).toEqual(['1', '2']);
    });

    it('close finishes the batch in hand, and what it publishes to the next stage', async () => {
      const { open, opened } = gate();
      let published = 0;
      const bus = await make({ capacity: 100, maxBatch: 10 });
      const begun = new Promise<void>((resolve) => {
        bus.subscribe('statements', 'ingest', async (batch) => {
          resolve();
          await opened;
          await bus.publish('rolled', numbers(batch).map(rolled), { whenFull: 'wait' });
          published += batch.records.length;
        });
      });
      bus.subscribe('rolled', 'scoring', () => Promise.resolve());
      const sent = bus.publish('statements', [statement('a', 1), statement('a', 2)]);
      await begun;
      const closed = bus.close(5000);
      open();
      await closed;
      await sent;
      expect(published).toBe(2);
    });

    const isTakenOver = closeHandsOver === 'what is in hand' ? it : it.skip;
    isTakenOver('what waited at the end comes to the next bus, and nothing that was finished', async () => {
      const { open, opened } = gate();
      const first: number[] = [];
      const bus = await make({ capacity: 100, maxBatch: 2 });
      const begun = new Promise<void>((resolve) => {
        bus.subscribe('statements', 'test', async (batch) => {
          resolve();
          await opened;
          first.push(...numbers(batch));
        });
      });
      await bus.publish(
        'statements',
        [1, 2, 3, 4, 5].map((n) => statement('a', n)),
      );
      await begun;
      const closed = bus.close(5000);
      open();
      await closed;
      const second: number[] = [];
      const next = await make({ capacity: 100, maxBatch: 2, after: bus });
      next.subscribe('statements', 'test', (batch) => Promise.resolve(void second.push(...numbers(batch))));
      await next.settled('statements');
      await next.close(1000);
      expect(first.length).toBeGreaterThan(0);
      expect([...first, ...second]).toEqual([1, 2, 3, 4, 5]);
    });

    it('puts a key into the partition that its hash says', async () => {
      const keys = Array.from({ length: 40 }, (_, n) => `learner-${String(n)}`);
      const partitions = closeHandsOver === 'all' ? 1 : 5;
      const seen = new Map<string, number>();
      await withBus(
        (batch) => {
          for (const { key, partition } of batch.records) seen.set(key, partition);
          return Promise.resolve();
        },
        async (bus) => {
          await bus.publish(
            'statements',
            keys.map((key, n) => statement(key, n)),
          );
        },
        { capacity: 1000, maxBatch: 100, partitions },
      );
      expect([...seen].sort()).toEqual(keys.map((key) => [key, partitionOf(key, partitions)]).sort());
    });

    it('keeps several topics apart', async () => {
      const seen: string[] = [];
      const bus = await make({ capacity: 100, maxBatch: 10 });
      bus.subscribe('statements', 'test', ({ topic }) => Promise.resolve(void seen.push(topic)));
      bus.subscribe('rolled', 'test', ({ topic }) => Promise.resolve(void seen.push(topic)));
      const sent = await Promise.all([
        bus.publish('statements', [statement('a', 1)]),
        bus.publish('rolled', [rolled(1)]),
      ]);
      await Promise.all(sent.map(({ handled }) => handled));
      await bus.close(1000);
      expect(seen.sort()).toEqual(['rolled', 'statements']);
    });

    it('names the offsets of its messages, which follow each other without a gap', async () => {
      const offsets: number[] = [];
      await withBus(
        ({ records }) => {
          offsets.push(...records.map(({ offset }) => offset));
          return Promise.resolve();
        },
        async (bus) => {
          for (let n = 0; n < 6; n++) await bus.publish('statements', [statement('a', n), statement('a', n)]);
        },
        { capacity: 1000, maxBatch: 3 },
      );
      expect(offsets).toEqual(Array.from({ length: 12 }, (_, n) => n));
    });

    it('carries the traces of the requests that a message comes of', async () => {
      const trace = (digit: string, isSampled: boolean): Trace => ({
        id: digit.repeat(32),
        parent: digit.repeat(16),
        isSampled,
      });
      const traces = [trace('a', true), trace('b', false)];
      const seen: (readonly Trace[] | undefined)[] = [];
      await withBus(
        ({ records }) => Promise.resolve(void seen.push(...records.map((record) => record.traces))),
        async (bus) => {
          await bus.publish('statements', [{ ...statement('a', 1), traces: traces.slice(0, 1) }]);
          await bus.publish('statements', [{ ...statement('a', 2), traces }]);
          await bus.publish('statements', [statement('a', 3)]);
        },
      );
      expect(seen).toEqual([traces.slice(0, 1), traces, undefined]);
    });

    it('says what its consumer does: its partitions, and since when a batch fails', async () => {
      const { open, opened } = gate();
      let calls = 0;
      await withBus(
        async () => {
          if (calls++ < 2) throw new Error('away');
          await opened;
        },
        async (bus) => {
          const own = () => bus.stats().consumers[0];
          const published = bus.publish('statements', [statement('a', 1)]);
          await until(() => calls > 2);
          expect(own()).toMatchObject({ topic: 'statements', assigned: 1, restarts: 0, failures: 2 });
          const [failing] = own()?.failing ?? [];
          expect(failing?.partition).toBe(0);
          expect(failing?.seconds).toBeGreaterThan(0);
          open();
          await published;
          await bus.settled('statements');
          expect(own()).toMatchObject({ failures: 2, failing: [] });
          expect([...bus.stats().publishFailures]).toEqual([]);
        },
      );
    });

    it('says how many messages wait, and nothing of itself but that it is well', async () => {
      const { open, opened } = gate();
      await withBus(
        () => opened,
        async (bus) => {
          const sent = bus.publish('statements', [statement('a', 1), statement('a', 2)]);
          const lag = () => bus.lag().find(({ topic, group }) => topic === 'statements' && group === 'test');
          await until(() => lag()?.waiting === 2);
          expect(lag()?.partitions).toEqual([{ partition: 0, waiting: 2 }]);
          // a broker is asked every two seconds
          expect(lag()?.staleSeconds).toBeGreaterThanOrEqual(0);
          expect(lag()?.staleSeconds).toBeLessThan(10);
          open();
          await sent;
          await until(() => lag()?.waiting === 0);
          expect(lag()?.oldestSeconds).toBe(0);
          expect(bus.problem()).toBeNull();
        },
      );
    });

    it('refuses new requests once it is closing', async () => {
      const bus = await make({ capacity: 100, maxBatch: 10 });
      bus.subscribe('statements', 'test', () => Promise.resolve());
      await bus.close(100);
      await expect(bus.publish('statements', [statement('a', 1)])).rejects.toThrow(/closing/);
    });
  });

  describe(`bus contract, bounded: ${name}`, () => {
    it('refuses with a time to come again when full, takes nothing of that call, and goes on when there is room', async () => {
      const { open, opened } = gate();
      const seen: number[] = [];
      await withBus(
        async (batch) => {
          await opened;
          seen.push(...numbers(batch));
        },
        async (bus) => {
          if (holdUp !== undefined) {
            // so that the connections are there
            await bus.publish('statements', [statement('a', 0)]);
          }
          const release = holdUp?.();
          const first = [1, 2, 3, 4].map((n) => bus.publish('statements', [statement('a', n)]));
          if (keptBy === 'journal') await Promise.all(first);
          await expect(bus.publish('statements', [statement('a', 5)])).rejects.toMatchObject({
            name: 'Error',
            retryAfterSeconds: expect.any(Number) as unknown,
          });
          open();
          release?.();
          await Promise.all(first);
          await bus.publish('statements', [statement('a', 6)]);
          await bus.settled('statements');
        },
        { capacity: 4, maxBatch: 2 },
      );
      expect(seen.filter((n) => n > 0)).toEqual([1, 2, 3, 4, 6]);
    });

    it('waits for room where the publisher is a stage', async () => {
      let handled = 0;
      await withBus(
        async (batch) => {
          await new Promise((r) => setTimeout(r, 5));
          handled += batch.records.length;
        },
        async (bus) => {
          await Promise.all(
            Array.from({ length: 20 }, (_, n) =>
              bus.publish('statements', [statement('a', n)], { whenFull: 'wait' }),
            ),
          );
          await bus.settled('statements');
          expect(handled).toBe(20);
        },
        { capacity: 4, maxBatch: 2 },
      );
    });
  });
}
