import type { HeldAt } from '../support/kafka/tcp-proxy.js';

/** A step of a worker's loop, by what it says on the wire at that moment. */
export interface KillPoint extends HeldAt {
  /** What is done already. */
  readonly step: string;
  readonly wire: 'clickhouse' | 'broker';
}

const anyAnswer = Buffer.alloc(0);

/** A query by the name that stands in front of it. */
const query = (name: string): HeldAt['sees'] => holds(`/* ${name} snowlight:`);
/** The statement of an insert stands in the request's address. */
const insert = (table: string): HeldAt['sees'] => holds(`INSERT+INTO+${table}+`);

function holds(text: string): HeldAt['sees'] {
  return (data) => (data.includes(text) ? anyAnswer : null);
}

const OFFSET_COMMIT = 8;

/**
 * Kafka's requests begin with their length, the number of what is asked and the number of its version, and a number that
 * the answer carries again (KIP-35 and before: https://kafka.apache.org/protocol). A consumer's are small, and each comes
 * in one piece.
 */
function commit(group: string): HeldAt['sees'] {
  return (data) => {
    for (let at = 0; at + 12 <= data.length; at += 4 + data.readInt32BE(at)) {
      const length = data.readInt32BE(at);
      if (length < 8) return null;
      const request = data.subarray(at, at + 4 + length);
      if (request.readInt16BE(4) === OFFSET_COMMIT && request.includes(group)) return request.subarray(8, 12);
    }
    return null;
  };
}

const clickhouse = (step: string, when: HeldAt['when'], sees: HeldAt['sees']): KillPoint => ({
  step,
  wire: 'clickhouse',
  when,
  sees,
});
const broker = (step: string, when: HeldAt['when'], group: string): KillPoint => ({
  step,
  wire: 'broker',
  when,
  sees: commit(`snowlight.${group}`),
});

/** The loop, from the broker's message to what is known of the learner, in order. */
export const killPoints: readonly KillPoint[] = [
  clickhouse('fetched and decoded', 'asked', query('what statement_ids has under ids')),
  clickhouse('ids announced', 'answered', insert('statement_versions')),
  clickhouse('one of two tables stored', 'asked', insert('statements')),
  clickhouse('stored', 'answered', insert('statements')),
  broker('stored and told', 'asked', 'statements.ingest'),
  broker('committed', 'answered', 'statements.ingest'),
  clickhouse('about to count', 'asked', query('count learner days again')),
  clickhouse('counted', 'answered', query('count learner days again')),
  broker('counted and told', 'asked', 'touched.features'),
  clickhouse('scored', 'answered', insert('scorings')),
  broker('scored and told', 'asked', 'rolled.scoring'),
  broker('considered for nudges', 'asked', 'scored.nudging'),
];
