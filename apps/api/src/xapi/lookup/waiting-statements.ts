import { asRead, type EncodedStatement, type Unsettled } from '#pipelines/ingest';
import type { ListedRow, Position, Stretch } from './statement-lookup.query.js';
import { distinct, placeOf } from './term-positions.js';

interface Wanted {
  readonly waiting: Unsettled | null;
  /** After this instant, ISO 8601. */
  readonly since: string;
  /** At or before this instant. */
  readonly until: string;
  /** Where the page before ended. */
  readonly after: Position | null;
  readonly ascending: boolean;
  readonly rows: number;
}

/**
 * A stretch that was read from the store with what waits for it, each once: the store may have got it meanwhile.
 * @param terms hashes, all of which a statement must have
 */
export function withWaiting(stretch: Stretch, wanted: Wanted, terms: readonly bigint[]): Stretch {
  const { waiting, ascending, rows: most } = wanted;
  if (waiting === null || waiting.all.length === 0) return stretch;
  const [from, to] = [Date.parse(wanted.since), Date.parse(wanted.until)];
  const begin = wanted.after === null ? null : placeIn(wanted.after);
  const end = stretch.last === null ? null : placeIn(stretch.last);
  const isWithin = (row: EncodedStatement): boolean => {
    const place = placeIn(row);
    return (
      place.at > from &&
      place.at <= to &&
      (begin === null || compare(place, begin, ascending) > 0) &&
      (end === null || compare(place, end, ascending) <= 0)
    );
  };
  const own = waiting.all.filter((row) => terms.every((term) => hasTerm(row, term)) && isWithin(row));
  if (own.length === 0) return stretch;
  const places = own.map((row) => ({ row, place: placeIn(row) }));
  places.sort((a, b) => compare(a.place, b.place, ascending));
  // one more than fit tells that there are more
  const first = places.slice(0, most + 1).map(({ row }) => listed(row));
  const rows = distinct([...first, ...stretch.rows], (row) => `${placeOf(row)}/${row.id}`).sort((a, b) =>
    compare(placeIn(a), placeIn(b), ascending),
  );
  return rows.length <= most
    ? { rows, last: stretch.last }
    : { rows: rows.slice(0, most), last: rows[most - 1]! };
}

/** Of what waits, the statement at a place. */
export function waitingAt({ all }: Unsettled, { stored, n }: Position): ListedRow | undefined {
  const found = all.find((row) => row.n === n && asRead(row).stored === stored);
  return found && listed(found);
}

const hasTerm = ({ terms, authority }: EncodedStatement, term: bigint): boolean =>
  terms.includes(term) || authority === term;

function listed(row: EncodedStatement): ListedRow {
  const read = asRead(row);
  return { ...read, bytes: Buffer.byteLength(read.statement) };
}

interface Place {
  /** Milliseconds since 1970 UTC. */
  readonly at: number;
  readonly n: number;
}

/** @param stored ISO 8601 UTC, or as the engine writes it */
export const placeIn = ({ stored, n }: Position): Place => ({
  at: Date.parse(stored.endsWith('Z') ? stored : `${stored.replace(' ', 'T')}Z`),
  n,
});

/** Above 0 where the first comes later in the list. */
const compare = (a: Place, b: Place, ascending: boolean): number =>
  (ascending ? 1 : -1) * (a.at - b.at || a.n - b.n);
