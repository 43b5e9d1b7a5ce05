import type { RosterInput } from '#libs/contracts';

type Rows<K extends keyof RosterInput> = NonNullable<RosterInput[K]>;
type Row = Rows<keyof RosterInput>[number];

const parts = [
  'regions',
  'programs',
  'courses',
  'runs',
  'modules',
  'skills',
  'activities',
  'learners',
  'enrolments',
] as const satisfies readonly (keyof RosterInput)[];

/** What the registrar knows: news is laid over what was known, the last word on each thing stands. */
export class RosterBook {
  private readonly rows = new Map<keyof RosterInput, Map<string, Row>>(
    parts.map((part) => [part, new Map()]),
  );

  add(roster: RosterInput): void {
    for (const part of parts) {
      const known = this.rows.get(part);
      for (const row of roster[part] ?? []) known?.set(keyOf(row), row);
    }
  }

  /** Everything known, things in the order in which they became known. */
  snapshot(): RosterInput {
    return Object.fromEntries(parts.map((part) => [part, [...(this.rows.get(part)?.values() ?? [])]]));
  }
}

/** All news of a stretch of time as one roster, in which nothing is named twice. */
export function mergeRosters(rosters: Iterable<RosterInput>): RosterInput {
  const book = new RosterBook();
  for (const roster of rosters) book.add(roster);
  return book.snapshot();
}

function keyOf(row: Row): string {
  if ('account' in row) return 'run' in row ? `${row.account.name} ${row.run}` : row.account.name;
  return 'iri' in row && !('code' in row) ? row.iri : row.code;
}
