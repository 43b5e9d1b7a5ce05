import { setImmediate as nextTick } from 'node:timers/promises';
import type { Delivered } from '../event-bus.js';
import { FollowedTraces } from '../followed-traces.js';

export type QueuedRecord = Pick<Delivered, 'key' | 'value' | 'traces'>;

/** What waits takes up the traces of those that say the same. */
interface Traced {
  traces?: Delivered['traces'];
}

interface Waiting {
  readonly records: readonly QueuedRecord[];
  readonly handled: Promise<void>;
  readonly since: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

export interface PartitionQueueOptions {
  readonly partition: number;
  readonly life: string;
  readonly maxBatch: number;
  /** How long to rest after a batch, milliseconds. Nobody rests while as much as a whole batch waits. */
  readonly restAfter: (workedMs: number) => number;
  /** Messages that say the same are one while they wait; without it each is handled. */
  readonly saying?: (record: QueuedRecord) => string;
  readonly handle: (records: readonly Delivered[], first: number, last: number) => Promise<void>;
}

/** Whoever waits for the queue cuts a rest down to this, milliseconds; without it readers would undo the batches. */
const HURRIED_REST_MS = 20;

/** One partition for one consumer group: a queue and the loop that empties it, one batch at a time. */
export class PartitionQueue {
  readonly #options: PartitionQueueOptions;
  #queue: Waiting[] = [];
  #inHand: Waiting[] = [];
  /** What waits, by what it says. */
  readonly #saying = new Map<string, { readonly record: Traced; readonly call: Waiting }>();
  #working: Promise<void> | null = null;
  #offset = 0;
  #waiting = 0;
  #wake: () => void = () => undefined;
  #hurried = false;

  constructor(options: PartitionQueueOptions) {
    this.#options = options;
  }

  /** Messages that are not handled yet, those in hand included. */
  get waiting(): number {
    return this.#waiting;
  }

  oldestSeconds(): number {
    const oldest = this.#inHand[0] ?? this.#queue[0];
    return oldest ? (performance.now() - oldest.since) / 1000 : 0;
  }

  /** Resolves when the handler has returned for the batches that hold these records. */
  async add(records: Waiting['records']): Promise<void> {
    const { saying } = this.#options;
    if (saying === undefined) {
      await this.#enqueue(callOf(records));
      return;
    }
    const own: QueuedRecord[] = [];
    const call = callOf(own);
    const others = new Set<Waiting>();
    for (const { ...record } of records) {
      const said = saying(record);
      const known = this.#saying.get(said);
      if (known === undefined) {
        own.push(record);
        this.#saying.set(said, { record, call });
      } else {
        joinTraces(known.record, record.traces);
        if (known.call !== call) others.add(known.call);
      }
    }
    const handled = [...others].map((other) => other.handled);
    if (own.length > 0) handled.push(this.#enqueue(call));
    await Promise.all(handled);
  }

  #enqueue(call: Waiting): Promise<void> {
    this.#queue.push(call);
    this.#waiting += call.records.length;
    if (this.#waiting >= this.#options.maxBatch) this.#wake();
    this.#working ??= this.#work();
    return call.handled;
  }

  /** Rests no longer than need be until what waits now is handled. */
  hurry(): void {
    this.#hurried = true;
    this.#wake();
  }

  /** Rejects what waits; resolves when the handler at work has returned. */
  async abandon(error: Error): Promise<void> {
    for (const one of this.#queue) one.reject(error);
    this.#queue = [];
    this.#wake();
    await this.#working;
  }

  async #work(): Promise<void> {
    // A tick's grace lets the requests that are being read at this moment share the batch.
    await nextTick();
    while (this.#queue.length > 0) {
      this.#hurried = false;
      this.#inHand = this.#take();
      const first = this.#offset;
      const { partition, life } = this.#options;
      const records: Delivered[] = [];
      for (const { records: own } of this.#inHand)
        for (const { key, value, traces } of own) {
          const offset = this.#offset++;
          const record = { partition, offset, life, key, value };
          records.push(traces === undefined ? record : { ...record, traces });
        }
      const started = performance.now();
      try {
        await this.#options.handle(records, first, this.#offset - 1);
        for (const one of this.#inHand) one.resolve();
      } catch (error) {
        for (const one of this.#inHand) one.reject(error);
      }
      this.#waiting = Math.max(0, this.#waiting - records.length);
      this.#inHand = [];
      await this.#rest(performance.now() - started);
    }
    this.#working = null;
  }

  async #rest(workedMs: number): Promise<void> {
    const wanted = this.#options.restAfter(workedMs);
    const until = performance.now() + wanted;
    while (this.#waiting < this.#options.maxBatch) {
      const left =
        Math.min(until, this.#hurried ? until - wanted + HURRIED_REST_MS : until) - performance.now();
      if (left <= 0) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  /** Whole calls, in order, up to the batch size: a call is never split, so one request is one insert. */
  #take(): Waiting[] {
    let size = 0;
    let calls = 0;
    for (const one of this.#queue) {
      if (calls > 0 && size + one.records.length > this.#options.maxBatch) break;
      size += one.records.length;
      calls++;
    }
    const taken = this.#queue.splice(0, calls);
    const { saying } = this.#options;
    if (saying !== undefined)
      for (const { records } of taken) for (const record of records) this.#saying.delete(saying(record));
    return taken;
  }
}

function callOf(records: Waiting['records']): Waiting {
  let [resolve, reject]: [Waiting['resolve'], Waiting['reject']] = [() => undefined, () => undefined];
  const handled = new Promise<void>((done, failed) => {
    [resolve, reject] = [done, failed];
  });
  return { records, handled, since: performance.now(), resolve, reject };
}

function joinTraces(record: Traced, more: Delivered['traces']): void {
  if (more === undefined) return;
  const followed = new FollowedTraces();
  followed.add('', record.traces);
  followed.add('', more);
  record.traces = followed.of('');
}
