import { addDays, type ModelWatch } from '#libs/contracts';
import { allFeatures } from '#libs/features';
import { SeededRandom } from '#libs/models';

const watchedOn = '2026-11-24';
const weeks = Array.from({ length: 12 }, (_, i) => addDays('2026-11-23', 7 * (i - 12)));
type Steady = NonNullable<ModelWatch['scores']>;
type Group = NonNullable<ModelWatch['fairness']>['audits'][number]['groups'][number];

/** Where a figure begins to lie off, and how far it goes by the last week. */
const moved: Readonly<Record<string, readonly [week: number, index: number]>> = {
  days_since_last: [7, 0.41],
  minutes_28: [9, 0.17],
  video_minutes_28: [10, 0.63],
};
const nothing = { auc: null, listedOfLeft: null, listedOfStayed: null, calibrationGap: null, gap: null };
const about = (value: number, half: number) => ({ value, lower: value - half, upper: value + half });
const hidden = (group: string): Group => ({
  ...{ group, place: null, learners: null },
  ...nothing,
  verdict: 'hidden',
});
const told = (group: string, learners: number, verdict: Group['verdict'], more: Partial<Group>): Group => ({
  ...{ group, place: null, learners, verdict },
  auc: about(0.78, 9 / Math.sqrt(learners * 10)),
  listedOfLeft: about(0.46, 1.4 / Math.sqrt(learners)),
  listedOfStayed: about(0.06, 0.5 / Math.sqrt(learners)),
  calibrationGap: about(0.004, 0.7 / Math.sqrt(learners)),
  gap: { abroca: 0.021, byChance: 0.048, pAdjusted: 1 },
  ...more,
});

/** As a county would have it: steady figures and drifting ones, groups that can be told, cannot, and must not be shown. */
export function aModelWatch(): ModelWatch {
  const random = new SeededRandom(7);
  const inputs = allFeatures
    .filter(({ name }) => name !== 'elapsed_days')
    .map(({ name, label }) => ({
      feature: name,
      label,
      ...steadiness((i) => index(random, name, i)),
    }))
    .sort((a, b) => Number(b.since !== null) - Number(a.since !== null) || newest(b) - newest(a));
  return {
    watchedOn,
    horizon: '14',
    weeks,
    inputs,
    scores: steadiness(() => 0.01 + 0.03 * random.uniform()),
    outcomes: {
      weeks: weeks.slice(0, 10).map((week, i) => {
        const expected = 0.081 + 0.004 * Math.sin(i);
        const observed = i < 7 ? expected + 0.008 * Math.cos(3 * i) : 0.121 + 0.01 * (i - 7);
        const verdict = i === 0 ? 'few' : i < 7 ? 'holds' : 'above';
        const learners = i === 0 ? 38 : 611 + 9 * i;
        return {
          week,
          learners,
          expected,
          observed,
          lower: observed - 0.024,
          upper: observed + 0.027,
          verdict,
        };
      }),
      since: weeks[7]!,
    },
    reliability: Array.from({ length: 10 }, (_, bin) => {
      const predicted = 0.012 + 0.45 * (bin / 9) ** 2;
      const observed = predicted * 1.12;
      return { learners: 70, predicted, observed, lower: observed * 0.85, upper: observed * 1.17 };
    }),
    figures: {
      ...{ learners: 702, left: 119, calibrationError: 0.019, calibrationErrorByChance: 0.012 },
      auc: about(0.781, 0.024),
      listed: about(0.52, 0.06),
      listedByRule: 0.38,
      beyondRule: about(0.14, 0.05),
      leadDays: 11,
    },
    fairness: { horizon: '28', audits, notes: [manyValues] },
    alarms: [
      {
        of: 'outcomes',
        feature: null,
        since: weeks[7]!,
        text: { zh: '实际中断的学员比模型估计的多', en: 'More learners stop than the model says' },
      },
      ...inputs.flatMap(({ feature, label: { zh, en }, since }) =>
        since === null
          ? []
          : [
              {
                of: 'inputs' as const,
                feature,
                since,
                text: {
                  zh: `“${zh}”偏离了训练数据`,
                  en: `“${en}” does not lie any more as in the data that the model learnt from`,
                },
              },
            ],
      ),
    ],
  };
}

function steadiness(of: (week: number) => number): Steady {
  const told = weeks.map((week, i): Steady['weeks'][number] => {
    if (i === 0) return { week, learners: 31, index: null, byChance: null, verdict: 'few' };
    const found = of(i);
    const verdict = found < 0.1 ? 'steady' : found < 0.25 ? 'moved' : 'drifted';
    return { week, learners: 600 + 11 * i, index: found, byChance: 0.062 - 0.001 * i, verdict };
  });
  const first = told.findIndex(({ verdict }) => verdict === 'drifted');
  return { weeks: told, since: first < 0 || first > weeks.length - 2 ? null : weeks[first]! };
}

function index(random: SeededRandom, name: string, week: number): number {
  const [begin = weeks.length, at = 0] = moved[name] ?? [];
  const noise = 0.004 + 0.035 * random.uniform();
  return week < begin ? noise : at * Math.min(1, 0.75 + 0.1 * (week - begin)) + noise;
}

const newest = (one: Steady): number => one.weeks.at(-1)?.index ?? 0;

const audits: NonNullable<ModelWatch['fairness']>['audits'] = [
  {
    attribute: 'age',
    groups: [
      told('35-44', 281, 'reference', { gap: null }),
      told('25-34', 214, 'no-difference', {}),
      told('45-54', 149, 'ranked-worse', {
        auc: about(0.66, 0.07),
        gap: { abroca: 0.113, byChance: 0.07, pAdjusted: 0.016 },
      }),
      { ...told('55+', 41, 'cannot-tell', nothing) },
      hidden('18-24'),
      hidden('?'),
    ],
  },
  {
    attribute: 'region',
    groups: [
      told('c1', 388, 'reference', { gap: null }),
      told('c2', 302, 'said-too-much', { calibrationGap: about(0.081, 0.041) }),
      hidden('c3'),
      hidden('c4'),
    ],
  },
  {
    attribute: 'sex',
    groups: [told('F', 402, 'reference', { gap: null }), told('M', 300, 'no-difference', {})],
  },
  {
    attribute: 'title',
    groups: [
      told('乡村医生', 420, 'reference', { gap: null }),
      told('执业助理医师', 189, 'said-too-little', { calibrationGap: about(-0.094, 0.05) }),
      { ...told('护士', 61, 'cannot-tell', nothing) },
      hidden('执业医师'),
      hidden('公卫医师'),
    ],
  },
];

const manyValues = {
  zh: 'village_clinic:有 214 个取值(最多 20 个),未作分组审查',
  en: 'village_clinic: not audited, it has 214 values (at most 20)',
};
