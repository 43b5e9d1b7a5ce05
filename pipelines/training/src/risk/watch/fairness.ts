import type { ModelWatch } from '#libs/contracts';
import type { Cell } from '../evaluation/judge-cell.js';
import { auditSubgroups, type Demographics } from '../evaluation/subgroups.js';
import { betrayedOutcomes, shownGroup } from './fairness-group.js';
import type { FirstSaid } from './first-said.js';

/** Of a learner in a run. */
export type DemographicsOf = (run: string, learner: string) => Demographics | undefined;

type Fairness = NonNullable<ModelWatch['fairness']>;

/** Of either outcome at least: below, no group can be told. */
const LEAST_OF_EACH = 20;
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
  const compared = audits.reduce((sum, { groups }) => sum + groups.length, 0);
  return {
    horizon,
    notes,
    audits: audits.map((audit) => {
      const betrayed = betrayedOutcomes(audit);
      return {
        attribute: audit.attribute,
        groups: audit.groups.map((group) => {
          const members = own.filter(
            ({ run, learner }) => people.get(run)?.get(learner)?.[audit.attribute] === group.group,
          );
          const isBetrayed = group.group === betrayed;
          return shownGroup(isBetrayed ? { ...group, positives: null } : group, members, audit, {
            seed,
            compared,
          });
        }),
      };
    }),
  };
}

function peopleOf(rows: readonly FirstSaid[], of: DemographicsOf): Map<string, Map<string, Demographics>> {
  const known = rows.map(({ run, learner }) => of(run, learner) ?? {});
  const region = regionLevel(known);
  const names = new Set(known.flatMap((one) => Object.keys(one).filter((name) => !REGION_LEVEL.test(name))));
  const people = new Map<string, Map<string, Demographics>>();
  rows.forEach(({ run, learner }, row) => {
    const inRun = people.get(run) ?? new Map<string, Demographics>();
    people.set(run, inRun);
    const own = known[row]!;
    const words = [...names].map((name) => [name, wordOf(name, own[name] ?? UNKNOWN)]);
    const place = region === null ? [] : [['region', wordOf('region', own[region] ?? UNKNOWN)]];
    inRun.set(learner, Object.fromEntries([...words, ...place]) as Demographics);
  });
  return people;
}

/** `region.1` is the province, and so on downwards. */
const REGION_LEVEL = /^region\.\d+$/;

/** The highest level that tells learners apart; null where none does. */
function regionLevel(known: readonly Demographics[]): string | null {
  const levels = new Map<string, Set<string>>();
  for (const one of known)
    for (const [name, value] of Object.entries(one)) {
      if (!REGION_LEVEL.test(name)) continue;
      const values = levels.get(name) ?? new Set();
      levels.set(name, values.add(value));
    }
  return [...levels].sort(([a], [b]) => (a < b ? -1 : 1)).find(([, values]) => values.size > 1)?.[0] ?? null;
}

/** Ages in years by tens: as they are, each would be a group. */
function wordOf(attribute: string, value: string): string {
  if (value === UNKNOWN) return '?';
  if (attribute !== 'age' || !/^\d{1,3}$/.test(value)) return value;
  const from = Math.floor(Number(value) / 10) * 10;
  return `${String(from)}-${String(from + 9)}`;
}
