import { SeededRandom } from '#libs/models';
import { arrivalsAt, type SizingCase } from './sizing-case.js';
import { engineRate, workerRate, type Sizing } from './size-of.js';

export interface Outage {
  /** Minute of the day at which the store goes away, and how many minutes it is. */
  readonly from: number;
  readonly minutes: number;
}

/** What lay in the topic at the end of an hour, and the worst within it. */
export interface HourOfQueue {
  readonly hour: number;
  readonly arrived: number;
  readonly stored: number;
  readonly mostWaiting: number;
  /** Of the message that had waited longest, seconds. */
  readonly oldestSeconds: number;
}

export interface QueueRun {
  readonly hours: readonly HourOfQueue[];
  readonly mostWaiting: number;
  /** From the store's return until no partition holds more than a minute's arrivals. */
  readonly drainMinutes: number;
}

interface Partition {
  waiting: number;
  /** What came and is not stored, oldest first: minute and number. */
  readonly came: { minute: number; count: number }[];
}

/** Standard deviation of a partition's share of the traffic: some have busier learners. */
const SKEW = 0.15;
/** Standard deviation of a worker's rate from minute to minute: merges, pauses. */
const NOISE = 0.2;

/**
 * A day of the topic `statements`, minute by minute: arrivals by the day's curve and the exam's hour, drawn around their
 * mean, spread over partitions that are unlike; workers that share the partitions out and store at an unsteady rate, no
 * more than ClickHouse bears; ClickHouse away for a while. The same seed gives the same day.
 * @param days one day, and more where what is left has to be seen to drain
 */
export function simulateQueue(
  given: SizingCase,
  sizing: Pick<Sizing, 'partitions' | 'ingestWorkers' | 'shards' | 'coresPerServer'>,
  outage: Outage,
  { seed, days = 1 }: { readonly seed: number; readonly days?: number },
): QueueRun {
  const random = new SeededRandom(seed);
  const shares = sharesOf(sizing.partitions, random);
  const partitions: Partition[] = shares.map(() => ({ waiting: 0, came: [] }));
  const hours: HourOfQueue[] = [];
  let hour = emptyHour(0);
  let drained: number | undefined;
  const back = outage.from + outage.minutes;

  for (let minute = 0; minute < days * 1440; minute++) {
    const mean = arrivalsAt(given, minute);
    let arrived = 0;
    for (const [index, partition] of partitions.entries()) {
      const count = drawAround(mean * shares[index]!, random);
      if (count === 0) continue;
      partition.came.push({ minute, count });
      partition.waiting += count;
      arrived += count;
    }
    const isAway = minute >= outage.from && minute < back;
    const bearable = engineRate(sizing, mean / 60) * 60;
    const stored = isAway ? 0 : store(partitions, sizing.ingestWorkers, bearable, random);
    const waiting = partitions.reduce((sum, one) => sum + one.waiting, 0);
    const oldest = Math.min(minute + 1, ...partitions.flatMap(({ came }) => came[0]?.minute ?? []));
    hour = {
      ...hour,
      arrived: hour.arrived + arrived,
      stored: hour.stored + stored,
      mostWaiting: Math.max(hour.mostWaiting, waiting),
      oldestSeconds: Math.max(hour.oldestSeconds, (minute + 1 - oldest) * 60),
    };
    const isDrained = partitions.every((one, index) => one.waiting <= mean * shares[index]!);
    if (minute >= back && isDrained) drained ??= minute - back;
    if (minute % 60 === 59) {
      hours.push(hour);
      hour = emptyHour(hour.hour + 1);
    }
  }
  return {
    hours,
    mostWaiting: Math.max(...hours.map(({ mostWaiting }) => mostWaiting)),
    drainMinutes: drained ?? Infinity,
  };
}

const emptyHour = (hour: number): HourOfQueue => ({
  hour,
  arrived: 0,
  stored: 0,
  mostWaiting: 0,
  oldestSeconds: 0,
});

function sharesOf(partitions: number, random: SeededRandom): readonly number[] {
  const weights = Array.from({ length: partitions }, () => Math.max(0.5, 1 + SKEW * random.normal()));
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / sum);
}

/** Poisson by its normal neighbour; good enough where the mean is above ten, and never negative. */
const drawAround = (mean: number, random: SeededRandom): number =>
  Math.max(0, Math.round(mean + Math.sqrt(mean) * random.normal()));

/**
 * A minute of all workers: each stores of its own partitions, in turn, what its rate and its part of the engine allow.
 * @param bearable statements that ClickHouse can take in a minute
 */
function store(
  partitions: readonly Partition[],
  workers: number,
  bearable: number,
  random: SeededRandom,
): number {
  let stored = 0;
  for (let worker = 0; worker < workers; worker++) {
    const rate = Math.min(workerRate * 60, bearable / workers);
    let left = Math.round(rate * Math.max(0.2, 1 + NOISE * random.normal()));
    const own = partitions.filter((_, index) => index % workers === worker);
    for (const [index, partition] of own.entries()) {
      const taken = takeFrom(partition, Math.ceil(left / (own.length - index)));
      left -= taken;
      stored += taken;
    }
  }
  return stored;
}

function takeFrom(partition: Partition, most: number): number {
  let taken = 0;
  while (taken < most && partition.came[0] !== undefined) {
    const first = partition.came[0];
    const now = Math.min(first.count, most - taken);
    first.count -= now;
    taken += now;
    if (first.count === 0) partition.came.shift();
  }
  partition.waiting -= taken;
  return taken;
}
