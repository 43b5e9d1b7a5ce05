import type { BilingualText } from '#libs/contracts';
import { groupGap, holm, rankOutcomes, areaUnderRoc, type GroupGap, type RankedOutcomes } from '#libs/models';
import type { Cell, Entry } from './judge-cell.js';
import type { SubgroupAudit, SubgroupFigures } from './report.js';

/** What is known of a learner for audits alone: sex, age band, region... By attribute; never an input of a model. */
export type Demographics = Readonly<Record<string, string>>;
/** Of the learners of a test run, by pid. */
export type DemographicsOfRun = ReadonlyMap<string, Demographics>;

/** Share of the learners that is alerted, for the rates of groups. */
const ALERT_CAPACITY = 0.1;
/** Fewer learners, or fewer who left (or stayed), and nothing is said: the figure would be chance, and near a person. */
export const LEAST_GROUP = 10;
/** Counts below this are hidden. */
const LEAST_COUNT = 5;
/** More values, and it is no grouping: free text, an id. */
const MOST_GROUPS = 20;

/** An audit before p-values are adjusted for how many there are. */
type Raw = Omit<SubgroupAudit, 'groups'> & {
  readonly groups: readonly (Omit<SubgroupFigures, 'gap'> & { readonly gap: GroupGap | null })[];
};

/**
 * How a method's chances treat groups of learners, one audit an attribute. The largest group is the reference. `notes`
 * says what was not audited.
 */
export function auditSubgroups(
  cells: readonly { readonly cell: Cell; readonly entry: Entry }[],
  of: ReadonlyMap<string, DemographicsOfRun>,
  seed: number,
): { readonly audits: SubgroupAudit[]; readonly notes: BilingualText[] } {
  const names = new Set<string>();
  for (const run of of.values())
    for (const own of run.values()) for (const name of Object.keys(own)) names.add(name);
  const notes: BilingualText[] = [];
  const raw: Raw[] = [];
  for (const attribute of [...names].sort()) {
    const values = new Set<string>();
    for (const run of of.values())
      for (const { [attribute]: value = '' } of run.values()) if (value !== '') values.add(value);
    if (values.size < 2) continue;
    if (values.size > MOST_GROUPS) {
      const many = String(values.size);
      const most = String(MOST_GROUPS);
      notes.push({
        zh: `${attribute}:有 ${many} 个取值(最多 ${most} 个),未作分组审查`,
        en: `${attribute}: not audited, it has ${many} values (at most ${most})`,
      });
      continue;
    }
    for (const { cell, entry } of cells) {
      const groups = cell.learners.map(({ run, learner }) => of.get(run)?.get(learner)?.[attribute] ?? '');
      raw.push(auditOf(attribute, groups, cell, entry, seed));
    }
  }
  return { audits: adjusted(raw), notes };
}

function auditOf(
  attribute: string,
  groupOfRow: readonly string[],
  cell: Cell,
  { chances }: Entry,
  seed: number,
): Raw {
  const { labels, day, horizon } = cell;
  const ranked = rankOutcomes(labels, chances);
  const listed = Math.max(1, Math.round(labels.length * ALERT_CAPACITY));
  const threshold = ranked.chances[labels.length - listed]!;
  const rowsOf = new Map<string, number[]>();
  groupOfRow.forEach((group, row) => {
    if (group === '') return;
    const own = rowsOf.get(group);
    if (own === undefined) rowsOf.set(group, [row]);
    else own.push(row);
  });
  const largestFirst = [...rowsOf].sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1));
  const hidden = hiddenGroups(largestFirst);
  const reference = largestFirst.find(([group]) => !hidden.has(group))?.[0] ?? null;
  return {
    attribute,
    day,
    horizon,
    capacity: ALERT_CAPACITY,
    reference,
    groups: largestFirst.map(([group, rows]) =>
      hidden.has(group)
        ? { group, ...cannotTell }
        : {
            group,
            ...figuresOf(rows, labels, chances, threshold),
            gap:
              group === reference || reference === null
                ? null
                : gapOf(ranked, [rowsOf.get(reference)!, rows], labels, seed),
          },
    ),
  };
}

const cannotTell = {
  learners: null,
  positives: null,
  auc: null,
  truePositiveRate: null,
  falsePositiveRate: null,
  calibrationInTheLarge: null,
  gap: null,
};

/**
 * Too small ones, and as many of the next smallest as it takes that the sum betrays nobody: the others subtracted from
 * all leave what is hidden, which must be two groups at least and too many to be few in each.
 */
function hiddenGroups(largestFirst: readonly (readonly [string, readonly number[]])[]): Set<string> {
  const hidden = new Set<string>();
  let learners = 0;
  for (const [group, rows] of largestFirst.toReversed()) {
    const isBetrayed = hidden.size === 1 || (hidden.size > 0 && learners < LEAST_GROUP);
    if (rows.length >= LEAST_GROUP && !isBetrayed) break;
    hidden.add(group);
    learners += rows.length;
  }
  return hidden;
}

function figuresOf(
  rows: readonly number[],
  labels: Cell['labels'],
  chances: Float64Array,
  threshold: number,
): Omit<SubgroupFigures, 'group' | 'gap'> {
  const left = rows.filter((row) => labels[row] === 1);
  const stayed = rows.filter((row) => labels[row] === 0);
  const listed = (of: readonly number[]): number | null =>
    of.length < LEAST_GROUP ? null : of.filter((row) => chances[row]! >= threshold).length / of.length;
  const predicted = rows.reduce((sum, row) => sum + chances[row]!, 0);
  return {
    learners: rows.length,
    positives: Math.min(left.length, stayed.length) < LEAST_COUNT ? null : left.length,
    auc: tells(left, stayed)
      ? areaUnderRoc(
          rows.map((row) => labels[row]!),
          rows.map((row) => chances[row]!),
        )
      : null,
    truePositiveRate: listed(left),
    falsePositiveRate: listed(stayed),
    calibrationInTheLarge: (predicted - left.length) / rows.length,
  };
}

const tells = (left: readonly number[], stayed: readonly number[]): boolean =>
  Math.min(left.length, stayed.length) >= LEAST_GROUP;

function gapOf(
  ranked: RankedOutcomes,
  groups: readonly (readonly number[])[],
  labels: Cell['labels'],
  seed: number,
): GroupGap | null {
  const enough = groups.every((rows) =>
    tells(
      rows.filter((row) => labels[row] === 1),
      rows.filter((row) => labels[row] === 0),
    ),
  );
  if (!enough) return null;
  const groupOfRow = new Uint8Array(labels.length);
  groups.forEach((rows, index) => rows.forEach((row) => (groupOfRow[row] = index + 1)));
  return groupGap(
    ranked,
    Uint8Array.from(ranked.row, (row) => groupOfRow[row]!),
    { seed },
  );
}

function adjusted(raw: readonly Raw[]): SubgroupAudit[] {
  const all = raw.flatMap(({ groups }) => groups.flatMap(({ gap }) => gap ?? []));
  const pAdjusted = holm(all.map(({ pValue }) => pValue));
  const of = new Map(all.map((gap, index) => [gap, pAdjusted[index]!]));
  return raw.map((audit) => ({
    ...audit,
    groups: audit.groups.map((group) => ({
      ...group,
      gap: group.gap && { ...group.gap, pAdjusted: of.get(group.gap)! },
    })),
  }));
}
