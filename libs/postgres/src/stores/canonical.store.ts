import { hash } from 'node:crypto';
import { Gathered } from '#libs/concurrency';
import { type ActivityDefinition, type LanguageMap, mergeDefinition, mergeLanguageMap } from '#libs/xapi';
import type { Postgres, Queryable } from '../postgres.js';
import { inChunks, recordset } from './rows.js';

/** What a statement says of an activity (its definition) or of a verb (its display). */
export type SaidTerm =
  | { readonly kind: 'activity'; readonly iri: string; readonly said: ActivityDefinition }
  | { readonly kind: 'verb'; readonly iri: string; readonly said: LanguageMap };
type Said = SaidTerm['said'];

/** Terms of a tenant and kind kept in memory: some 20 MB when full. */
const knownLimit = 20_000;

/** What one delivery says anew is merged in such parts: nobody else is served meanwhile. */
const MERGED_AT_ONCE = 1000;

/**
 * Writer of `canonical_terms`: what is held true of activities and verbs, from what statements say of them. Most
 * statements say nothing new; that is seen in memory, without a round trip.
 */
export class CanonicalStore {
  // by tenant, kind and IRI
  private readonly known = new Map<string, Record<SaidTerm['kind'], Map<string, Said>>>();

  // one transaction at a time: many requests bring the same new activity at once, and one tells it for all
  private readonly keeping: Gathered<readonly SaidTerm[], Promise<void>>;

  constructor(private readonly postgres: Postgres) {
    this.keeping = new Gathered((tenant, asked) => this.keepTogether(tenant, asked));
  }

  /** Resolves when what was said is held. */
  async record(tenant: string, terms: readonly SaidTerm[]): Promise<void> {
    if (this.newIn(tenant, terms).length > 0) await this.keeping.ask(tenant, terms);
  }

  /** Where it fails for all together, each is tried alone: nobody is told of another's failure. */
  private async keepTogether(
    tenant: string,
    asked: readonly (readonly SaidTerm[])[],
  ): Promise<(terms: readonly SaidTerm[]) => Promise<void>> {
    try {
      await this.keepNew(tenant, asked.flat());
      return () => Promise.resolve();
    } catch (error) {
      const [only, ...others] = asked;
      if (only === undefined || others.length === 0) throw error;
      return (terms) => this.keepNew(tenant, terms);
    }
  }

  private keepNew(tenant: string, terms: readonly SaidTerm[]): Promise<void> {
    return inChunks(this.newIn(tenant, terms), (chunk) => this.keep(tenant, chunk), MERGED_AT_ONCE);
  }

  private async keep(tenant: string, fresh: readonly SaidTerm[]): Promise<void> {
    const held = await this.postgres.transaction(async (tx) => {
      // other processes take turns too, so that nothing is merged into what is not the latest
      await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, [`canonical terms ${tenant}`]);
      const addresses = [...new Set(fresh.map(({ kind, iri }) => addressOf(kind, iri)))];
      const rows = await tx.query<{ address: string; said: string }>(
        `SELECT encode(address, 'hex') AS address, said FROM canonical_terms WHERE tenant = $1 AND address = ANY
           (SELECT decode(a, 'hex') FROM unnest($2::text[]) AS a)`,
        [tenant, addresses],
      );
      const terms = new Map(rows.map(({ address, said }) => [address, JSON.parse(said) as Said]));
      const changed = new Map<string, object>();
      for (const term of fresh) {
        const { kind, iri } = term;
        const address = addressOf(kind, iri);
        const before = terms.get(address);
        const after = before === undefined ? term.said : merged(before, term);
        terms.set(address, after);
        if (after !== before) changed.set(address, { address, kind, iri, said: JSON.stringify(after) });
      }
      if (changed.size > 0) await write(tx, tenant, [...changed.values()]);
      return terms;
    });
    const known = this.knownIn(tenant);
    for (const { kind, iri } of fresh) {
      const said = held.get(addressOf(kind, iri));
      if (said === undefined) continue;
      // emptied rather than kept in order of use, which cost as much again as the comparison
      if (known[kind].size >= knownLimit) known[kind].clear();
      known[kind].set(iri, said);
    }
  }

  /** Canonical definitions by the IRI of the activity; of what no statement has defined there is none. */
  async definitions(tenant: string, iris: readonly string[]): Promise<Map<string, ActivityDefinition>> {
    return this.find<ActivityDefinition>(tenant, 'activity', iris);
  }

  /** Displays by the IRI of the verb, in every language that a statement has used. */
  async displays(tenant: string, iris: readonly string[]): Promise<Map<string, LanguageMap>> {
    return this.find<LanguageMap>(tenant, 'verb', iris);
  }

  private async find<T extends Said>(
    tenant: string,
    kind: SaidTerm['kind'],
    iris: readonly string[],
  ): Promise<Map<string, T>> {
    if (iris.length === 0) return new Map();
    const rows = await this.postgres.query<{ iri: string; said: string }>(
      `SELECT iri, said FROM canonical_terms WHERE tenant = $1 AND kind = $2 AND address = ANY
         (SELECT decode(a, 'hex') FROM unnest($3::text[]) AS a)`,
      [tenant, kind, iris.map((iri) => addressOf(kind, iri))],
    );
    return new Map(rows.map(({ iri, said }) => [iri, JSON.parse(said) as T]));
  }

  private newIn(tenant: string, terms: readonly SaidTerm[]): SaidTerm[] {
    const known = this.knownIn(tenant);
    return terms.filter(
      (term) =>
        !isHeld(known[term.kind].get(term.iri), term) &&
        // half a surrogate pair is legal in an IRI, and cannot be kept as text
        !/\p{Surrogate}/u.test(term.iri),
    );
  }

  private knownIn(tenant: string): Record<SaidTerm['kind'], Map<string, Said>> {
    const known = this.known.get(tenant) ?? { activity: new Map(), verb: new Map() };
    this.known.set(tenant, known);
    return known;
  }
}

async function write(tx: Queryable, tenant: string, rows: readonly object[]): Promise<void> {
  await tx.query(
    `INSERT INTO canonical_terms (tenant, kind, address, iri, said)
     SELECT $1, kind, decode(address, 'hex'), iri, said
     FROM json_to_recordset($2::json) AS term(address text, kind text, iri text, said text)
     ON CONFLICT (tenant, kind, address) DO UPDATE SET said = excluded.said`,
    [tenant, recordset(rows)],
  );
}

function isHeld(known: Said | undefined, term: SaidTerm): boolean {
  return known !== undefined && merged(known, term) === known;
}

/** What is held true after one more has been said; the very `known` where nothing is new. */
function merged(known: Said, term: SaidTerm): Said {
  return term.kind === 'verb'
    ? mergeLanguageMap(known as LanguageMap, term.said)
    : mergeDefinition(known, term.said);
}

function addressOf(kind: SaidTerm['kind'], iri: string): string {
  return hash('sha256', `${kind}\0${iri}`, 'hex');
}
