import { describe, expect, it } from '@jest/globals';
import type { RolledMessage, StatementMessage } from '#libs/contracts';
import type { Batch, BatchHandler, BusRecord, EventBus } from '#libs/event-bus';

/** What a test asks of an adapter: a fresh bus with small limits, and an end to it. */
export interface BusUnderTest {
  /** What a resolved `publish` of statements rests on: their handlers have returned, or they are on disk. */
  readonly keptBy: 'handler' | 'journal';
  /** `capacity`: messages that may wait where the adapter bounds them itself. */
  readonly make: (limits: { capacity: number; maxBatch: number }) => Promise<EventBus>;
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

/** One suite over every adapter of the bus port. */
export function describeBusContract(name: string, { make, keptBy }: BusUnderTest): void {
  const withBus = async (
    handler: BatchHandler,
    work: (bus: EventBus) => Promise<void>,
    limits = { capacity: 1000, maxBatch: 100 },
  ): Promise<void> => {
    const bus = await make(limits);
    bus.subscribe('statements', 'test', handler);
    try {
      await work(bus);
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
          expect(resolved).toBe(keptBy === 'journal');
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
      await bus.publish('statements', [statement('a', 1), statement('b', 2)]);
      await bus.close(1000);
      expect(counts).toEqual({ one: 2, two: 2 });
    });

    it('close hands over what waits, the later stages that this feeds included', async () => {
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
          const first = [1, 2, 3, 4].map((n) => bus.publish('statements', [statement('a', n)]));
          if (keptBy === 'journal') await Promise.all(first);
          await expect(bus.publish('statements', [statement('a', 5)])).rejects.toMatchObject({
            name: 'Error',
            retryAfterSeconds: expect.any(Number) as unknown,
          });
          open();
          await Promise.all(first);
          await bus.publish('statements', [statement('a', 6)]);
          await bus.settled('statements');
        },
        { capacity: 4, maxBatch: 2 },
      );
      expect(seen).toEqual([1, 2, 3, 4, 6]);
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
