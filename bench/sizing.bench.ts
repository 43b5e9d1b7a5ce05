import { facts, prices, rules, type Fact } from './sizing/facts.js';
import { limitsOf } from './sizing/first-to-break.js';
import { simulateQueue, type QueueRun } from './sizing/simulate-queue.js';
import { engineRate, sizeOf, type Sizing } from './sizing/size-of.js';
import { arrivalsAt, sizingCases, type SizingCase } from './sizing/sizing-case.js';
import { figure, type Report } from './report.js';

export const SEED = 42;
/** The store goes away as the exam's hour begins. */
export const outageOf = ({ peak }: SizingCase) => ({ from: peak.hour * 60, minutes: 60 });
/** Hours of the day that are shown. */
const shown = [8, 12, 18, 19, 20, 21, 22, 23];

interface Sized {
  readonly given: SizingCase;
  readonly sizing: Sizing;
  readonly run: QueueRun;
}

/** The tables of docs/sizing.md, by arithmetic and a simulated day with an hour without ClickHouse in it. */
export function sizingReports(): readonly Report[] {
  const sized: readonly Sized[] = sizingCases.map((given) => {
    const sizing = sizeOf(given);
    return { given, sizing, run: simulateQueue(given, sizing, outageOf(given), { seed: SEED, days: 2 }) };
  });
  return [
    factTable('What one thing costs', facts),
    factTable('What is chosen', rules),
    factTable('Prices that are assumed', prices),
    assumptions(sized),
    needs(sized),
    lag(sized),
    drain(sized),
    limits(sized),
  ];
}

export const sizing = (): Promise<Report[]> => Promise.resolve([...sizingReports()]);

const many = (value: number): string => Math.round(value).toLocaleString('en');
const share = (value: number): string => `${figure(value * 100)} %`;
const head = (sized: readonly Sized[]): string[] => ['', ...sized.map(({ given }) => given.name)];

function factTable(title: string, of: Readonly<Record<string, Fact>>): Report {
  return {
    title,
    head: ['name', 'value', 'unit', 'source'],
    rows: Object.entries(of).map(([name, { value, unit, source }]) => [
      name,
      value.toLocaleString('en'),
      unit,
      source,
    ]),
    figures: of,
  };
}

type Line = readonly [label: string, of: (one: Sized) => string];

const table = (title: string, sized: readonly Sized[], lines: readonly Line[]): Report => ({
  title,
  head: head(sized),
  rows: lines.map(([label, of]) => [label, ...sized.map(of)]),
  figures: { cases: sized.map(({ given, sizing, run }) => ({ given, sizing, run })) },
});

const assumptions = (sized: readonly Sized[]): Report =>
  table('What is assumed of the learners', sized, [
    ['learners', ({ given }) => many(given.learners)],
    ['active on a usual day', ({ given }) => share(given.activeShare)],
    ['statements of an active day', ({ given }) => many(given.statementsPerActiveDay)],
    ['in the busiest hour', ({ given }) => share(given.peak.share)],
    ['statements of each in it', ({ given }) => many(given.peak.statements)],
    ['in a run that is on', ({ given }) => share(given.enrolledShare)],
    ['statements in a request', ({ given }) => many(given.perRequest)],
    ['years kept', ({ given }) => many(given.years)],
  ]);

const needs = (sized: readonly Sized[]): Report =>
  table('What it takes', sized, [
    ['statements a day', ({ sizing }) => many(sizing.statementsPerDay)],
    ['a second, on average', ({ sizing }) => figure(sizing.meanRate)],
    ['a second, busiest hour', ({ sizing }) => figure(sizing.peakRate)],
    [
      'cores at work then: api, ingest',
      ({ sizing: { work } }) => `${figure(work.api)}, ${figure(work.ingest)}`,
    ],
    [
      '... ClickHouse, features, scoring',
      ({ sizing: { work } }) => [work.engine, work.features, work.scoring].map(figure).join(', '),
    ],
    ['API processes of a core', ({ sizing }) => many(sizing.apiProcesses)],
    ['ingest workers of a core', ({ sizing }) => many(sizing.ingestWorkers)],
    [
      'feature, scoring workers',
      ({ sizing }) => `${many(sizing.featureWorkers)}, ${many(sizing.scoringWorkers)}`,
    ],
    [
      'partitions of `statements`, `rolled`',
      ({ sizing }) => `${many(sizing.partitions)}, ${many(sizing.rolledPartitions)}`,
    ],
    ['brokers', ({ sizing }) => many(sizing.brokers)],
    ['disk of all brokers, GB', ({ sizing }) => many(sizing.brokerDisk)],
    ['through all brokers, MB/s', ({ sizing }) => figure(sizing.brokerBytesPerSecond / 1e6)],
    ['ClickHouse a year, one copy, GB', ({ sizing }) => many(sizing.analyticsPerYear)],
    ['shards of two servers', ({ sizing }) => many(sizing.shards)],
    [
      'a server: cores, GiB',
      ({ sizing }) => `${many(sizing.coresPerServer)}, ${many(sizing.memoryPerServer)}`,
    ],
    ['disk of all servers at the end, GB', ({ sizing }) => many(sizing.analyticsDisk)],
    [
      'PostgreSQL: cores, GiB',
      ({ sizing }) => `${many(sizing.postgresCores)}, ${many(sizing.postgresMemory)}`,
    ],
    ['PostgreSQL, GB', ({ sizing }) => figure(sizing.postgresDisk)],
    ['hours of the daily sweep', ({ sizing }) => figure(sizing.sweepHours)],
    ['memory of everything, GiB', ({ sizing }) => many(sizing.memory)],
    ['USD a year', ({ sizing }) => many(sizing.costPerYear)],
    ['USD a year and million learners', ({ sizing }) => many(sizing.costPerMillionLearners)],
  ]);

const lag = (sized: readonly Sized[]): Report =>
  table(
    'Most statements that wait, by the hour, with ClickHouse away from 20:00 to 21:00',
    sized,
    shown.map((hour) => [
      `${String(hour).padStart(2, '0')}:00`,
      ({ run }) => {
        const { mostWaiting, oldestSeconds } = run.hours[hour]!;
        return `${many(mostWaiting)} (${many(oldestSeconds / 60)} min)`;
      },
    ]),
  );

const drain = (sized: readonly Sized[]): Report =>
  table('After that hour', sized, [
    ['statements that wait at its end', ({ run }) => many(run.mostWaiting)],
    [
      'all of it in the brokers, one copy, GB',
      ({ run }) => figure((run.mostWaiting * facts.messageBytes.value) / 1e9),
    ],
    ['minutes until drained, by arithmetic', ({ given, sizing }) => many(drainMinutes(given, sizing))],
    ['minutes until drained, simulated', ({ run }) => many(run.drainMinutes)],
    ['stored meanwhile, a second', ({ given, sizing }) => many(drainRate(given, sizing))],
    ['of that what comes in, a second', ({ given }) => many(liveAfter(given))],
  ]);

function limits(sized: readonly Sized[]): Report {
  const sorted = sized.map(({ given, sizing }) => limitsOf(given, sizing));
  return {
    title: 'What breaks first as everything grows: how many times as much each part bears',
    head: ['case', 'part', 'bears', 'then'],
    rows: sorted.flatMap((limits, index) =>
      limits
        .slice(0, 5)
        .map(({ part, headroom, remedy }) => [
          sized[index]!.given.name,
          part,
          `x ${figure(headroom)}`,
          remedy,
        ]),
    ),
    figures: { limits: sorted },
  };
}

/** Statements a second in the hour after the exam's. */
export const liveAfter = (given: SizingCase): number => arrivalsAt(given, (given.peak.hour + 1) * 60) / 60;

/** Statements a second that are stored while the backlog drains. */
export const drainRate = (given: SizingCase, sizing: Sizing): number =>
  Math.min(sizing.ingestRate, engineRate(sizing, liveAfter(given)));

/** The exam's hour, which nobody stored, over what the workers have left beside the hour after. */
export function drainMinutes(given: SizingCase, sizing: Sizing): number {
  const backlog = arrivalsAt(given, given.peak.hour * 60) * 60;
  return backlog / (drainRate(given, sizing) - liveAfter(given)) / 60;
}
