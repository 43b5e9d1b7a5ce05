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
  'duties',
] as const satisfies readonly (keyof RosterInput)[];

/** What the registrar knows: news is laid over what was known; of an enrolment, the status that began last stands. */
export class RosterBook {
  private readonly rows = new Map<keyof RosterInput, Map<string, Row>>(
    parts.map((part) => [part, new Map()]),
  );

  add(roster: RosterInput): void {
    for (const part of parts) {
      const known = this.rows.get(part);
      for (const row of roster[part] ?? []) {
        const key = keyOf(row);
        if (!isOlder(row, known?.get(key))) known?.set(key, row);
      }
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

/** Whether an enrolment's status began before the one that is known: a start that an outage held back tells no news. */
function isOlder(row: Row, known: Row | undefined): boolean {
  return !!known && 'status' in row && 'status' in known && since(row) < since(known);
}

/** The simulator writes every instant in one form, so that text compares as time. */
const since = ({ statusAt, registeredAt }: Rows<'enrolments'>[number]): string => statusAt ?? registeredAt;

function keyOf(row: Row): string {
  if ('account' in row) {
    const { name } = row.account;
    if ('run' in row) return `${name} ${row.run}`;
    return 'from' in row ? `${name} ${row.from}` : name;
  }
  return 'iri' in row && !('code' in row) ? row.iri : row.code;
}
