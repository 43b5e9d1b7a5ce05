import type { ModelWatch } from '#libs/contracts';
import {
  areaUnderRoc,
  jeffreysInterval,
  nestedResamples,
  normalQuantile,
  percentileInterval,
} from '#libs/models';
import type { SubgroupAudit, SubgroupFigures } from '../evaluation/report.js';
import type { FirstSaid } from './first-said.js';

type Estimate = { readonly value: number; readonly lower: number; readonly upper: number };
type Group = NonNullable<ModelWatch['fairness']>['audits'][number]['groups'][number];

/** Counts below this are hidden. */
const LEAST_COUNT = 5;
const REPLICATES = 200;
/** A surer and smaller gap of calibration changes no decision. */
const CALIBRATION_GAP = 0.05;
const SURE = 0.05;

/** Outcomes of either kind in the groups that are told, from which on hundredths do not say them to within five. */
const BLURRED = 100;

/**
 * Where too few left, or stayed, in one group alone, all others subtracted from the whole would say how many: the one
 * after it in smallness is not told either. Of many, figures in hundredths leave it open. null = nothing is betrayed.
 */
export function betrayedOutcomes({ groups }: SubgroupAudit): string | null {
  const untold = groups.filter(({ positives }) => positives === null);
  if (untold.length !== 1) return null;
  const left = groups.reduce((sum, { positives }) => sum + (positives ?? 0), 0);
  const all = groups.reduce(
    (sum, { learners, positives }) => sum + (positives === null ? 0 : (learners ?? 0)),
    0,
  );
  if (Math.min(left, all - left) >= BLURRED) return null;
  const fewest = ({ learners, positives }: SubgroupFigures): number =>
    Math.min(positives ?? 0, (learners ?? 0) - (positives ?? 0));
  const told = groups.filter(({ positives }) => positives !== null);
  return told.sort((a, b) => fewest(a) - fewest(b))[0]?.group ?? null;
}

const hundredths = ({ value, lower, upper }: Estimate): Estimate => {
  const [v, l, u] = [value, lower, upper].map((one) => Math.round(one * 100) / 100);
  return { value: v!, lower: l!, upper: u! };
};

export interface Audited {
  readonly seed: number;
  /** Groups of all attributes that are judged at once. */
  readonly compared: number;
}

/** No figure of a group of which one could be counted back to fewer than five. */
export function shownGroup(
  group: SubgroupFigures,
  rows: readonly FirstSaid[],
  audit: SubgroupAudit,
  { seed, compared }: Audited,
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
  const calibrationGap = hundredths({
    value: foreseen - left / rows.length,
    lower: foreseen - observed.upper,
    upper: foreseen - observed.lower,
  });
  const figures = {
    ...size,
    auc: group.auc === null ? null : hundredths({ value: group.auc, ...aucInterval(rows, seed) }),
    listedOfLeft: rateOf(group.truePositiveRate, left),
    listedOfStayed: rateOf(group.falsePositiveRate, stayed),
    calibrationGap,
    gap: group.gap && {
      abroca: group.gap.abroca,
      byChance: group.gap.nullUpper,
      pAdjusted: group.gap.pAdjusted,
    },
  };
  return { ...figures, verdict: verdictOf(figures, calibrationOf(rows, compared), audit) };
}

/** Of fewer than five that are listed, or are not, no rate: it says how many. None at all says of nobody who. */
function rateOf(rate: number | null, n: number): Estimate | null {
  if (rate === null) return null;
  const listed = Math.round(rate * n);
  const isFew = (count: number): boolean => count > 0 && count < LEAST_COUNT;
  return isFew(listed) || isFew(n - listed)
    ? null
    : hundredths({ value: rate, ...jeffreysInterval(listed, n - listed) });
}

/**
 * Whether the chances of a group lie above (1) or below (-1) what came, beyond chance (Spiegelhalter 1986) at a level
 * shared by all groups that are judged (Bonferroni), and by so much that it matters.
 */
function calibrationOf(rows: readonly FirstSaid[], compared: number): -1 | 0 | 1 {
  const excess = rows.reduce((sum, { chance, label }) => sum + chance - label, 0);
  const variance = rows.reduce((sum, { chance }) => sum + chance * (1 - chance), 0);
  const isSure = Math.abs(excess) > normalQuantile(1 - SURE / 2 / compared) * Math.sqrt(variance);
  return isSure && Math.abs(excess) / rows.length >= CALIBRATION_GAP ? (excess > 0 ? 1 : -1) : 0;
}

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
  { group, gap }: Pick<Group, 'group' | 'gap'>,
  calibration: -1 | 0 | 1,
  { reference }: SubgroupAudit,
): Group['verdict'] {
  if (calibration !== 0) return calibration > 0 ? 'said-too-much' : 'said-too-little';
  if (group === reference) return 'reference';
  if (gap === null) return 'cannot-tell';
  return gap.pAdjusted < SURE ? 'ranked-worse' : 'no-difference';
}
