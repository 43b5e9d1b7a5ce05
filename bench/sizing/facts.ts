/**
 * What one thing costs. Rates are of one core of the machine of docs/speed.md (AMD EPYC, Node 20). `measured` says where;
 * what nobody has measured says so, and is chosen too dear rather than too cheap.
 */
export interface Fact {
  readonly value: number;
  readonly unit: string;
  readonly source: string;
}

const DOOR = 'docs/speed.md, “A statement on its way in”';
const STORE =
  'a store of 80,662 simulated statements of 634 learners, merged (`system.parts`); terms: 9.55 rows a statement';

export const facts = {
  sentBytes: { value: 1349, unit: 'B', source: '128,036 statements of `snowlight simulate`, as JSON' },
  messageBytes: {
    value: 1881,
    unit: 'B',
    source: 'the same as messages of `statements`, with 96 B for key, headers and record; not compressed',
  },
  /** Body read 4.9, rules 2.4, patients 0.2, pseudonyms 0.9, canonical form 6.3, JSON written 6.5. */
  doorMicros: { value: 21.2, unit: 'µs', source: DOOR },
  requestMicros: { value: 300, unit: 'µs a request', source: DOOR },
  /** 19,800 messages a second in batches of 100. */
  produceMicros: { value: 50.5, unit: 'µs', source: 'docs/decisions/0006' },
  /** 56,600 messages a second. */
  consumeMicros: { value: 17.7, unit: 'µs', source: 'docs/decisions/0006' },
  /** Message read 4.9, normalised 2.5, terms 4.0, rows as bytes 5.4. */
  ingestMicros: { value: 16.8, unit: 'µs', source: DOOR },
  insertMicros: { value: 60, unit: 'µs of the engine', source: DOOR },
  /** (7.2 - 4.5) / 7 ms: eight ids in one query against one. */
  idMicros: { value: 386, unit: 'µs of the engine an id', source: 'docs/speed.md, “A read”' },
  logBytes: { value: 184, unit: 'B', source: STORE },
  idBytes: { value: 78, unit: 'B', source: STORE },
  columnBytes: { value: 65, unit: 'B', source: STORE },
  termBytes: { value: 34, unit: 'B', source: STORE },
  dayBytes: { value: 35, unit: 'B a learner-day', source: STORE },
  /** Four horizons of 54 B. */
  scoreBytes: { value: 218, unit: 'B a scoring', source: 'the same store, 8,152 rows of `scores`' },
  indexBytes: {
    value: 0.76,
    unit: 'B of memory a statement',
    source: 'the same store: marks and primary keys of the four tables',
  },
  personBytes: {
    value: 4700,
    unit: 'B a learner',
    source: 'PostgreSQL with 630 people of a roster, nine tables with their indexes',
  },
  countMicros: { value: 500, unit: 'µs of the engine a learner-day', source: 'assumed' },
  scoreMicros: { value: 2000, unit: 'µs a learner', source: 'assumed' },
} as const satisfies Record<string, Fact>;

/** Months of a cloud's list, rounded up; not anybody's quote. Ask your own. */
export const prices = {
  coreMonth: { value: 30, unit: 'USD', source: 'a core with 4 GiB of memory, without a contract' },
  gibibyteMonth: { value: 4, unit: 'USD', source: 'each GiB of memory beyond that' },
  diskMonth: { value: 0.08, unit: 'USD', source: 'a GB of SSD' },
} as const satisfies Record<string, Fact>;

/** What is chosen, not measured. */
export const rules = {
  /** Cores are planned to be so busy in the busiest hour. */
  busy: { value: 0.6, unit: '', source: 'room for a process that is away, and for merges' },
  /** Of a disk; merges write what they read once more. */
  diskFull: { value: 0.65, unit: '', source: 'ClickHouse wants a quarter free (alarm)' },
  shardDisk: { value: 4000, unit: 'GB', source: 'of one server; larger ones take hours to fetch again' },
  brokerDisk: { value: 4000, unit: 'GB', source: 'likewise' },
  brokerBytes: { value: 50e6, unit: 'B/s', source: 'a broker’s share of the busiest hour, with copies' },
  copies: { value: 3, unit: '', source: 'of a message, over three brokers' },
  replicas: { value: 2, unit: '', source: 'of a shard' },
  retentionDays: { value: 7, unit: 'days', source: '`libs/event-bus/src/topics.ts`' },
  partitions: { value: 12, unit: '', source: '`libs/event-bus/src/topics.ts`' },
  /** ingest over Kafka and HTTP against the embedded rate. */
  ingestShare: { value: 0.6, unit: '', source: 'the limit that distributed mode sets itself' },
  /** A backlog drains at so many times the day's mean. */
  drain: { value: 3, unit: '', source: 'likewise' },
} as const satisfies Record<string, Fact>;
