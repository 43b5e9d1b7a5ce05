import { facts, prices, rules } from './facts.js';
import { arrivalsAt, type SizingCase } from './sizing-case.js';

const GB = 1e9;
/** Learner-days that are counted again and learners that are scored for a statement: batches bring several of one. Assumed. */
const TOUCHES_PER_STATEMENT = 0.25;
const SCORINGS_PER_STATEMENT = 0.1;

/** What a case needs; rates a second, sizes in GB (10^9), memory in GiB. */
export interface Sizing {
  readonly meanRate: number;
  readonly peakRate: number;
  readonly statementsPerDay: number;
  /** Cores that are at work in the busiest hour, before any room is left. */
  readonly work: {
    readonly api: number;
    readonly ingest: number;
    readonly engine: number;
    readonly features: number;
    readonly scoring: number;
  };
  readonly apiProcesses: number;
  readonly ingestWorkers: number;
  readonly featureWorkers: number;
  readonly scoringWorkers: number;
  /** Of `statements`, and of `rolled`, by which scoring is shared out. */
  readonly partitions: number;
  readonly rolledPartitions: number;
  /** Statements a second that all ingest workers together could store. */
  readonly ingestRate: number;
  readonly brokers: number;
  readonly brokerDisk: number;
  readonly brokerBytesPerSecond: number;
  readonly analyticsPerYear: number;
  readonly analyticsDisk: number;
  readonly shards: number;
  readonly coresPerServer: number;
  readonly memoryPerServer: number;
  readonly postgresDisk: number;
  readonly postgresCores: number;
  readonly postgresMemory: number;
  /** Hours of one process for scoring everybody who is in a run, once a day. */
  readonly sweepHours: number;
  /** Of all processes and servers, GiB. */
  readonly memory: number;
  readonly costPerYear: number;
  readonly costPerMillionLearners: number;
}

/** Statements a second that one ingest worker can store: one core. */
export const workerRate =
  (1e6 / (facts.consumeMicros.value + facts.ingestMicros.value)) * rules.ingestShare.value;

/** Of the engine for a statement that ingest brings: insert, the id asked for once more, its share of a rollup. */
const storingMicros =
  facts.insertMicros.value + facts.idMicros.value + TOUCHES_PER_STATEMENT * facts.countMicros.value;

/**
 * Statements a second that ClickHouse can store while others come in at `liveRate` and have their ids looked up. One
 * server of a shard counts: the other one takes over, and fetches parts that are made.
 */
export const engineRate = (
  { shards, coresPerServer }: Pick<Sizing, 'shards' | 'coresPerServer'>,
  liveRate: number,
): number => Math.max(0, shards * coresPerServer * 1e6 - liveRate * facts.idMicros.value) / storingMicros;

/** One for each of so many workers at least, in steps of what is declared. */
const partitionsFor = (workers: number): number =>
  rules.partitions.value * Math.max(1, Math.ceil(workers / rules.partitions.value));

const up = (cores: number, least: number): number => Math.max(least, Math.ceil(cores / rules.busy.value));

/** Bytes on the disk of one replica for a year of statements, rollups and scores. */
function analyticsBytes(given: SizingCase, statementsPerDay: number): number {
  const { logBytes, idBytes, columnBytes, termBytes, dayBytes, scoreBytes } = facts;
  const statement = logBytes.value + idBytes.value + columnBytes.value + termBytes.value;
  const activeDays = given.learners * given.activeShare;
  const scored = given.learners * given.enrolledShare;
  return 365 * (statementsPerDay * statement + activeDays * dayBytes.value + scored * scoreBytes.value);
}

/** Cores at work at a rate of statements a second. */
function workAt(rate: number, perRequest: number): Sizing['work'] {
  const { doorMicros, produceMicros, requestMicros, idMicros, countMicros, scoreMicros } = facts;
  const door = doorMicros.value + produceMicros.value + requestMicros.value / perRequest;
  const touches = rate * TOUCHES_PER_STATEMENT;
  return {
    api: (rate * door) / 1e6,
    ingest: rate / workerRate,
    engine: (rate * (idMicros.value + storingMicros)) / 1e6,
    // asking, and telling the next stage: a fifth of what the engine counts
    features: (touches * countMicros.value * 0.2) / 1e6,
    scoring: (rate * SCORINGS_PER_STATEMENT * scoreMicros.value) / 1e6,
  };
}

/** Everything by arithmetic; `simulateQueue` tries it. */
export function sizeOf(given: SizingCase): Sizing {
  const statementsPerDay = given.learners * given.activeShare * given.statementsPerActiveDay;
  const meanRate = statementsPerDay / 86_400;
  const peakRate = arrivalsAt(given, given.peak.hour * 60) / 60;
  const work = workAt(peakRate, given.perRequest);

  const drainRate = meanRate * (1 + rules.drain.value);
  const ingestWorkers = Math.max(2, Math.ceil(Math.max(peakRate / rules.busy.value, drainRate) / workerRate));
  const partitions = partitionsFor(2 * ingestWorkers);

  const brokerBytesPerSecond = peakRate * facts.messageBytes.value * rules.copies.value;
  const held = (statementsPerDay * facts.messageBytes.value * rules.retentionDays.value) / GB;
  const brokerDisk = (held * rules.copies.value) / rules.diskFull.value;
  const brokers = Math.max(
    3,
    Math.ceil(brokerDisk / rules.brokerDisk.value),
    Math.ceil(brokerBytesPerSecond / rules.brokerBytes.value),
  );

  const analyticsPerYear = analyticsBytes(given, statementsPerDay) / GB;
  const oneCopy = (analyticsPerYear * given.years) / rules.diskFull.value;
  const shards = Math.max(1, Math.ceil(oneCopy / rules.shardDisk.value));
  const coresPerServer = Math.max(4, 2 * Math.ceil(work.engine / rules.busy.value / shards / 2));
  const index = (statementsPerDay * 365 * given.years * facts.indexBytes.value) / shards / 2 ** 30;
  const memoryPerServer = Math.max(16, 8 * Math.ceil((index + 12) / 8));

  const postgresDisk = (given.learners * facts.personBytes.value * 2) / GB;
  const postgresCores = Math.max(2, 2 * Math.ceil(Math.log10(given.learners / 10_000)));
  const postgresMemory = Math.min(256, Math.max(8, 8 * Math.ceil((postgresDisk * 0.15) / 8)));

  const parts = {
    apiProcesses: up(work.api, 2),
    ingestWorkers,
    featureWorkers: up(work.features, 2),
    scoringWorkers: up(work.scoring, 2),
    brokers,
    shards,
    coresPerServer,
    memoryPerServer,
    postgresCores,
    postgresMemory,
    postgresDisk,
    brokerDisk,
    analyticsDisk: oneCopy * rules.replicas.value,
  };
  const costPerYear = costOf(parts);
  return {
    ...parts,
    meanRate,
    peakRate,
    statementsPerDay,
    work,
    partitions,
    rolledPartitions: partitionsFor(parts.scoringWorkers),
    memory: memoryOf(parts),
    ingestRate: ingestWorkers * workerRate,
    brokerBytesPerSecond,
    analyticsPerYear,
    sweepHours: (given.learners * given.enrolledShare * facts.scoreMicros.value) / 1e6 / 3600,
    costPerYear,
    costPerMillionLearners: (costPerYear / given.learners) * 1e6,
  };
}

type Parts = Pick<
  Sizing,
  | 'apiProcesses'
  | 'ingestWorkers'
  | 'featureWorkers'
  | 'scoringWorkers'
  | 'brokers'
  | 'shards'
  | 'coresPerServer'
  | 'memoryPerServer'
  | 'postgresCores'
  | 'postgresMemory'
  | 'postgresDisk'
  | 'brokerDisk'
  | 'analyticsDisk'
>;

/** As the compose file and the manifests bound it: 2 GiB a process, 6 a broker (with its page cache). */
const memoryOf = (parts: Parts): number =>
  2 * processesOf(parts) +
  6 * parts.brokers +
  parts.shards * rules.replicas.value * parts.memoryPerServer +
  2 * parts.postgresMemory;

/** Nudging has two. */
const processesOf = (parts: Parts): number =>
  parts.apiProcesses + parts.ingestWorkers + parts.featureWorkers + parts.scoringWorkers + 2;

/** USD a year: a core for each process, two for a broker; the disks as large as they will be at the end. */
function costOf(parts: Parts): number {
  const servers = parts.shards * rules.replicas.value;
  // a Keeper has three servers of half a core; PostgreSQL a copy that waits
  const cores =
    processesOf(parts) + parts.brokers * 2 + servers * parts.coresPerServer + 1.5 + parts.postgresCores * 2;
  const beyond = (memory: number, cores: number): number => Math.max(0, memory - 4 * cores);
  const memory =
    servers * beyond(parts.memoryPerServer, parts.coresPerServer) +
    2 * beyond(parts.postgresMemory, parts.postgresCores);
  const disk = parts.brokerDisk + parts.analyticsDisk + parts.postgresDisk * 2;
  const { coreMonth, gibibyteMonth, diskMonth } = prices;
  return 12 * (cores * coreMonth.value + memory * gibibyteMonth.value + disk * diskMonth.value);
}
