import { rules } from './facts.js';
import { workerRate, type Sizing } from './size-of.js';
import type { SizingCase } from './sizing-case.js';

/** A part, how much more of everything it bears as laid out, and what to do then. */
export interface Limit {
  readonly part: string;
  /** 1 = at its end now. */
  readonly headroom: number;
  readonly remedy: string;
}

/** Postgres: one server that writes; 200 µs of it for a new person (30,000 people in 6 s of CPU, docs/speed.md). */
const personMicros = 200;

/** What gives way first as the load grows, without anything being added: least headroom first. */
export function limitsOf(given: SizingCase, sizing: Sizing): readonly Limit[] {
  const { work } = sizing;
  const newPeople = (given.learners * given.peak.share * 0.1) / 3600;
  const limits: Limit[] = [
    {
      part: 'API processes',
      headroom: sizing.apiProcesses / work.api,
      remedy: 'more of them: the autoscaler does it; batches instead of single statements cost a third',
    },
    {
      part: 'ingest workers',
      headroom: sizing.ingestRate / sizing.peakRate,
      remedy: 'more of them, to one for each partition',
    },
    {
      part: 'partitions',
      headroom: (sizing.partitions * workerRate) / sizing.peakRate,
      remedy: 'drain the topic, then more partitions and workers',
    },
    {
      part: 'cores of ClickHouse',
      headroom: (sizing.shards * sizing.coresPerServer) / work.engine,
      remedy: 'four fifths are look-ups of ids: more cores, then reads from the second replica, then shards',
    },
    {
      part: 'disk of ClickHouse',
      headroom:
        (sizing.shards * rules.shardDisk.value * rules.diskFull.value) /
        (sizing.analyticsPerYear * given.years),
      remedy: 'another shard, larger disks, or older partitions to cheaper ones',
    },
    {
      part: 'brokers',
      headroom: Math.min(
        (sizing.brokers * rules.brokerBytes.value) / sizing.brokerBytesPerSecond,
        (sizing.brokers * rules.brokerDisk.value) / sizing.brokerDisk,
      ),
      remedy: 'another broker, and partitions moved to it',
    },
    {
      part: 'daily sweep of scores (one process)',
      headroom: 24 / sizing.sweepHours,
      remedy: 'a sweep that is shared out over the scoring processes: it is not built',
    },
    {
      part: 'PostgreSQL (new people in the busiest hour)',
      headroom: (sizing.postgresCores * 1e6) / personMicros / newPeople,
      remedy: 'enrol before the exam; more cores',
    },
  ];
  return limits.sort((a, b) => a.headroom - b.headroom);
}
