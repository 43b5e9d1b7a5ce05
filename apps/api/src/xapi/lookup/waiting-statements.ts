import { asRead, type EncodedStatement, type Unsettled } from '#pipelines/ingest';
import type { ListedRow, Position } from './statement-lookup.query.js';
import { distinct, placeOf } from './term-positions.js';

interface Wanted {
  readonly waiting: Unsettled;
  /** After this instant, ISO 8601. */
  readonly since: string;
  /** At or before this instant. */
  readonly until: string;
  readonly after: Position | null;
  readonly ascending: boolean;
  readonly rows: number;
}

/** Of what waits for the store, what a list begins with at most, in its order. @param terms hashes, all of which it must have */
export function waitingFor(
  { waiting, since, until, after, ascending, rows }: Wanted,
  terms: readonly bigint[],
): readonly ListedRow[] {
  const [from, to] = [Date.parse(since), Date.parse(until)];
  const end = after === null ? null : placeIn(after);
  const has = (row: EncodedStatement, term: bigint): boolean =>
    row.terms.includes(term) || row.authority === term;
  return waiting.all
    .flatMap((row) => {
      const place = placeIn(row);
      const isWithin =
        place.at > from && place.at <= to && (end === null || compare(place, end, ascending) > 0);
      return isWithin && terms.every((term) => has(row, term)) ? { row, place } : [];
    })
    .sort((a, b) => compare(a.place, b.place, ascending))
    .slice(0, rows)
    .map(({ row }) => {
      const read = asRead(row);
      return { ...read, bytes: Buffer.byteLength(read.statement) };
    });
}

/**
 * A stretch of the store with what waits among it or before it, each once: the store may have got it meanwhile.
 * @param last where the stretch ends; null where nothing follows it
 */
export function mergedUpTo(
  last: Position | null,
  stretch: readonly ListedRow[],
  waiting: readonly ListedRow[],
  ascending: boolean,
): { readonly rows: readonly ListedRow[]; readonly left: readonly ListedRow[] } {
  if (waiting.length === 0) return { rows: stretch, left: waiting };
  const end = last === null ? null : placeIn(last);
  const isBefore = (row: ListedRow): boolean => end === null || compare(placeIn(row), end, ascending) <= 0;
  const rows = distinct([...waiting.filter(isBefore), ...stretch], (row) => `${placeOf(row)}/${row.id}`);
  return {
    rows: rows.sort((a, b) => compare(placeIn(a), placeIn(b), ascending)),
    left: waiting.filter((row) => !isBefore(row)),
  };
}

interface Place {
  /** Milliseconds since 1970 UTC. */
  readonly at: number;
  readonly n: number;
}

/** @param stored ISO 8601 UTC, or as the engine writes it */
const placeIn = ({ stored, n }: Position): Place => ({
  at: Date.parse(stored.endsWith('Z') ? stored : `${stored.replace(' ', 'T')}Z`),
  n,
});

/** Above 0 where the first comes later in the list. */
const compare = (a: Place, b: Place, ascending: boolean): number =>
  (ascending ? 1 : -1) * (a.at - b.at || a.n - b.n);
