import { hash } from 'node:crypto';
import { type ActivityDefinition, type LanguageMap, mergeDefinition, mergeLanguageMap } from '#libs/xapi';
import type { Postgres } from '../postgres.js';
import { recordset } from './rows.js';

/** What a statement says of an activity (its definition) or of a verb (its display). */
export type SaidTerm =
  | { readonly kind: 'activity'; readonly iri: string; readonly said: ActivityDefinition }
  | { readonly kind: 'verb'; readonly iri: string; readonly said: LanguageMap };
type Said = SaidTerm['said'];

/** Terms kept in memory: some 20 MB when full. */
const knownLimit = 20_000;

/**
 * Writer of `canonical_terms`: what is held true of activities and verbs, from what statements say of them. Most
 * statements say nothing new; that is seen in memory, without a round trip.
 */
export class CanonicalStore {
  // in order of use, oldest first
  private readonly known = new Map<string, Said>();

  constructor(private readonly postgres: Postgres) {}

  async record(tenant: string, terms: readonly SaidTerm[]): Promise<void> {
    // an IRI with half a surrogate pair is legal and cannot be kept as text
    const fresh = terms.filter((term) => !this.isHeld(tenant, term) && !/\p{Surrogate}/u.test(term.iri));
    if (fresh.length === 0) return;
    const now = await this.postgres.transaction(async (tx) => {
      // new ones come seldom: one writer a tenant at a time, so that nothing is merged into what is not the latest
      await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, [`canonical terms ${tenant}`]);
      const addresses = [...new Set(fresh.map(({ kind, iri }) => addressOf(kind, iri)))];
      const rows = await tx.query<{ address: string; said: string }>(
        `SELECT encode(address, 'hex') AS address, said FROM canonical_terms WHERE tenant = $1 AND address = ANY
           (SELECT decode(a, 'hex') FROM unnest($2::text[]) AS a)`,
        [tenant, addresses],
      );
      const held = new Map(rows.map(({ address, said }) => [address, JSON.parse(said) as Said]));
      const changed = new Map<string, object>();
      for (const term of fresh) {
        const { kind, iri } = term;
        const address = addressOf(kind, iri);
        const before = held.get(address);
        const after = before === undefined ? term.said : merged(before, term);
        held.set(address, after);
        if (after !== before) changed.set(address, { address, kind, iri, said: JSON.stringify(after) });
      }
      if (changed.size > 0)
        await tx.query(
          `INSERT INTO canonical_terms (tenant, kind, address, iri, said)
           SELECT $1, kind, decode(address, 'hex'), iri, said
           FROM json_to_recordset($2::json) AS term(address text, kind text, iri text, said text)
           ON CONFLICT (tenant, kind, address) DO UPDATE SET said = excluded.said`,
          [tenant, recordset([...changed.values()])],
        );
      return held;
    });
    for (const { kind, iri } of fresh) {
      const said = now.get(addressOf(kind, iri));
      if (said !== undefined) this.markKnown(`${tenant} ${kind} ${iri}`, said);
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

  private isHeld(tenant: string, term: SaidTerm): boolean {
    const key = `${tenant} ${term.kind} ${term.iri}`;
    const known = this.known.get(key);
    if (known === undefined || merged(known, term) !== known) return false;
    this.known.delete(key);
    this.known.set(key, known);
    return true;
  }

  private markKnown(key: string, term: Said): void {
    this.known.delete(key);
    this.known.set(key, term);
    if (this.known.size <= knownLimit) return;
    const oldest = this.known.keys().next();
    if (oldest.done !== true) this.known.delete(oldest.value);
  }
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
