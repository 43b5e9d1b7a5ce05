import type { Horizon, ModelWatch } from '#libs/contracts';
import { jeffreysInterval, nestedResamples, percentileInterval, areaUnderRoc } from '#libs/models';
import type { Cell } from '../evaluation/judge-cell.js';
import type { SubgroupAudit, SubgroupFigures } from '../evaluation/report.js';
import { auditSubgroups, type Demographics } from '../evaluation/subgroups.js';

/** One learner of one run, once: what was said first, and what came of it. */
export interface FirstSaid {
  readonly run: string;
  readonly learner: string;
  readonly horizon: Horizon;
  readonly chance: number;
  readonly label: 0 | 1;
}
/** Of a learner in a run. */
export type DemographicsOf = (run: string, learner: string) => Demographics | undefined;

type Fairness = NonNullable<ModelWatch['fairness']>;
type Group = Fairness['audits'][number]['groups'][number];

/** Of either outcome at least: below, no group can be told. */
const LEAST_OF_EACH = 20;
const REPLICATES = 200;
/** A surer and smaller gap of calibration changes no decision. */
const CALIBRATION_GAP = 0.05;
const SURE = 0.05;
/** What is not known of a learner is a group too: else its size could be told from the sum. */
const UNKNOWN = '';

/**
 * How a model's first words of learners treat groups of them, one row a learner and run: rates at the threshold, gaps in
 * ranking (ABROCA with its null) and in calibration, each with its interval. Not completing is judged where enough is
 * known of it, else leaving within the longest horizon of which enough is.
 * @returns null where too few left or stayed at every horizon
 */
export function auditFairness(rows: readonly FirstSaid[], of: DemographicsOf, seed: number): Fairness | null {
  const horizon = (['end', '28', '14', '7'] as const).find((one) => {
    const own = rows.filter((row) => row.horizon === one);
    const left = own.filter(({ label }) => label === 1).length;
    return Math.min(left, own.length - left) >= LEAST_OF_EACH;
  });
  if (horizon === undefined) return null;
  const own = rows.filter((row) => row.horizon === horizon);
  const cell: Cell = {
    day: 0,
    horizon,
    labels: own.map(({ label }) => label),
    learners: own.map(({ run, learner }) => ({ run, learner })),
    ruleVolume: 0,
  };
  const chances = Float64Array.from(own, ({ chance }) => chance);
  const people = peopleOf(own, of);
  const { audits, notes } = auditSubgroups([{ cell, entry: { method: 'snowlight', chances } }], people, seed);
  return {
    horizon,
    notes,
    audits: audits.map((audit) => ({
      attribute: audit.attribute,
      groups: audit.groups.map((group) => {
        const members = own.filter(
          ({ run, learner }) => people.get(run)?.get(learner)?.[audit.attribute] === group.group,
        );
        return shown(group, members, audit, seed);
      }),
    })),
  };
}

function peopleOf(rows: readonly FirstSaid[], of: DemographicsOf): Map<string, Map<string, Demographics>> {
  const known = rows.map(({ run, learner }) => of(run, learner) ?? {});
  const names = [...new Set(known.flatMap((one) => Object.keys(one)))];
  const people = new Map<string, Map<string, Demographics>>();
  rows.forEach(({ run, learner }, row) => {
    const inRun = people.get(run) ?? new Map<string, Demographics>();
    people.set(run, inRun);
    inRun.set(
      learner,
      Object.fromEntries(names.map((name) => [name, wordOf(name, known[row]![name] ?? UNKNOWN)])),
    );
  });
  return people;
}

/** Ages in years by tens: as they are, each would be a group. */
function wordOf(attribute: string, value: string): string {
  if (value === UNKNOWN) return '?';
  if (attribute !== 'age' || !/^\d{1,3}$/.test(value)) return value;
  const from = Math.floor(Number(value) / 10) * 10;
  return `${String(from)}-${String(from + 9)}`;
}

/** No figure of a group of which one could be counted back to fewer than five. */
function shown(
  group: SubgroupFigures,
  rows: readonly FirstSaid[],
  audit: SubgroupAudit,
  seed: number,
): Group {
  const nothing = { auc: null, listedOfLeft: null, listedOfStayed: null, calibrationGap: null, gap: null };
  const name = { group: group.group, place: null };
  if (group.learners === null) return { ...name, learners: null, ...nothing, verdict: 'hidden' };
  const size = { ...name, learners: group.learners };
  if (group.positives === null) return { ...size, ...nothing, verdict: 'cannot-tell' };
  const left = group.positives;
  const stayed = rows.length - left;
  const observed = jeffreysInterval(left, stayed);
  const foreseen = rows.reduce((sum, { chance }) => sum + chance, 0) / rows.length;
  const calibrationGap = {
    value: foreseen - left / rows.length,
    lower: foreseen - observed.upper,
    upper: foreseen - observed.lower,
  };
  const figures = {
    ...size,
    auc: group.auc === null ? null : { value: group.auc, ...aucInterval(rows, seed) },
    listedOfLeft: rateOf(group.truePositiveRate, left),
    listedOfStayed: rateOf(group.falsePositiveRate, stayed),
    calibrationGap,
    gap: group.gap && {
      abroca: group.gap.abroca,
      byChance: group.gap.nullUpper,
      pAdjusted: group.gap.pAdjusted,
    },
  };
  return { ...figures, verdict: verdictOf(figures, audit) };
}

const rateOf = (rate: number | null, n: number): { value: number; lower: number; upper: number } | null =>
  rate === null ? null : { value: rate, ...jeffreysInterval(rate * n, (1 - rate) * n) };

function aucInterval(rows: readonly FirstSaid[], seed: number): { lower: number; upper: number } {
  const values: number[] = [];
  for (const weights of nestedResamples(
    rows.map(({ learner }) => ({ run: '', learner })),
    {
      seed,
      replicates: REPLICATES,
    },
  )) {
    const drawn = rows.flatMap((row, i) => Array.from({ length: weights[i]! }, () => row));
    values.push(
      areaUnderRoc(
        drawn.map(({ label }) => label),
        drawn.map(({ chance }) => chance),
      ),
    );
  }
  return percentileInterval(values);
}

function verdictOf(
  { group, calibrationGap, gap }: Omit<Group, 'verdict'>,
  { reference }: SubgroupAudit,
): Group['verdict'] {
  if (calibrationGap !== null && calibrationGap.lower > 0 && calibrationGap.value >= CALIBRATION_GAP)
    return 'said-too-much';
  if (calibrationGap !== null && calibrationGap.upper < 0 && calibrationGap.value <= -CALIBRATION_GAP)
    return 'said-too-little';
  if (group === reference) return 'reference';
  if (gap === null) return 'cannot-tell';
  return gap.pAdjusted < SURE ? 'ranked-worse' : 'no-difference';
}
