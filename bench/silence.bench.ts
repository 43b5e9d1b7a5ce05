import { silenceKinds } from '#libs/contracts';
import { createProvince } from '#libs/simulator';
import type { BenchOptions, Report } from './report.js';
import { type Confusion, silenceConfusion } from './silence/confusion.js';
import { silenceRates } from './silence/silence-rates.js';

/** None of them is a seed that the classifier was set by (11 and 12). */
const SEEDS = [21, 22, 23];

/**
 * Silences of at least four days, told apart and held against the simulation's truth: three provinces of a thousand
 * learners over autumn and winter, judged every third day; with what the county's office has entered of outreach duties
 * by then, and without it.
 */
export function silence({ say }: BenchOptions): Promise<Report[]> {
  return Promise.resolve(
    [true, false].map((dutiesHeard) => {
      const tables = SEEDS.map((seed) => {
        say(`silence: province ${String(seed)}, ${dutiesHeard ? 'duties told' : 'duties not told'}`);
        const province = createProvince({
          seed,
          learners: 500,
          pastLearners: 500,
          weeks: 20,
          startDay: '2026-08-31',
        });
        return silenceConfusion(province, { everyDays: 3, dutiesHeard });
      });
      return reportOf(tables, dutiesHeard);
    }),
  );
}

function reportOf(tables: readonly Confusion[], dutiesHeard: boolean): Report {
  const total = tables.reduce(added);
  const rates = silenceRates(total);
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  const rows = Object.entries(total).map(([cause, counts]) => [
    `truly ${cause}`,
    ...silenceKinds.map((kind) => String(counts[kind])),
  ]);
  const told: readonly (readonly [string, number])[] = [
    ['called disengaged, rightly', rates.disengagedPrecision],
    ['own silence, called so', rates.disengagedRecall],
    ['own silence, excused by mistake', rates.ownExcused],
    ['called outage, rightly', rates.outagePrecision],
    ['outage, called so', rates.outageRecall],
    ['outage, called disengaged', rates.outageCalledOwn],
  ];
  return {
    title: `Silences of four days and more, outreach duties ${dutiesHeard ? 'as the roster tells' : 'not told'}`,
    head: ['', ...silenceKinds],
    rows: [...rows, ...told.map(([what, share]) => [what, percent(share), '', '', ''])],
    figures: { seeds: SEEDS, dutiesHeard, tables, total, rates },
  };
}

function added(a: Confusion, b: Confusion): Confusion {
  const row = (cause: keyof Confusion) =>
    Object.fromEntries(
      silenceKinds.map((kind) => [kind, a[cause][kind] + b[cause][kind]]),
    ) as Confusion['own'];
  return { own: row('own'), outage: row('outage'), 'holiday-or-duty': row('holiday-or-duty') };
}
