import * as z from 'zod';
import { digestOf, type CrashStatement } from './crash-statements.js';
import type { Findings } from './findings.js';
import type { RecordStoreClient } from './record-store-client.js';

interface Entry {
  readonly round: number;
  readonly digest: string;
  isVoided: boolean;
}

const Listed = z.looseObject({ id: z.string(), verb: z.object({ id: z.string() }) });
type Listed = z.infer<typeof Listed>;

const Page = z.object({ statements: z.array(Listed), more: z.string() });

/** Statements kept whole, to be sent again and contradicted: as many as a few rounds bring. */
const RECENT = 2000;

/** Every statement that a server has acknowledged. */
export class StatementLedger {
  readonly #entries = new Map<string, Entry>();
  readonly #recent: CrashStatement[] = [];

  constructor(private readonly findings: Findings) {}

  get size(): number {
    return this.#entries.size;
  }

  get ids(): ReadonlySet<string> {
    return new Set(this.#entries.keys());
  }

  acknowledge(round: number, statements: readonly CrashStatement[]): void {
    for (const statement of statements) {
      this.#entries.set(statement.id, { round, digest: digestOf(statement), isVoided: false });
      // one with files is not to be had without them
      if (statement.attachments !== undefined) continue;
      if (this.#recent.length < RECENT) this.#recent.push(statement);
      else this.#recent[Math.floor(RECENT * Math.random())] = statement;
    }
  }

  voided(id: string): void {
    const entry = this.#entries.get(id);
    if (entry !== undefined) entry.isVoided = true;
  }

  /** One of those that were acknowledged, of late more often than long ago; undefined before the first. */
  any(): CrashStatement | undefined {
    return this.#recent[Math.floor(this.#recent.length * Math.random())];
  }

  isAsAcknowledged(statement: { readonly id: string }): boolean {
    return this.#entries.get(statement.id)?.digest === digestOf(statement);
  }

  /**
   * Reads every page of what was stored since, as a whole and by verb, and holds it against what was acknowledged in
   * the round, while nobody sends.
   * @param round null = every round
   */
  async check(server: RecordStoreClient, round: number | null, since: Date): Promise<void> {
    const all = await this.#everyPage(server, {
      since: since.toISOString(),
      limit: '500',
      ascending: 'true',
    });
    const seen = new Set(all.map(({ id }) => id));
    for (const statement of all) this.#checkOne(statement);
    for (const [id, entry] of this.#entries)
      if ((round === null || entry.round === round) && !entry.isVoided && !seen.has(id))
        this.findings.add('lost', `statement ${id} of round ${String(entry.round)}`);
    // found by other tables than the list of all
    for (const verb of new Set(all.map((statement) => statement.verb.id))) {
      const found = await this.#everyPage(server, { since: since.toISOString(), limit: '200', verb });
      const ids = new Set(found.map(({ id }) => id));
      for (const statement of all)
        if (statement.verb.id === verb && !ids.has(statement.id))
          this.findings.add('lost', `statement ${statement.id} is not found by its verb`);
    }
  }

  /** Those that come twice are a finding, and left out. */
  async #everyPage(server: RecordStoreClient, query: Readonly<Record<string, string>>): Promise<Listed[]> {
    const found = new Map<string, Listed>();
    for (let link = `/xapi/statements?${new URLSearchParams(query).toString()}`; link !== '';) {
      const answer = await server.ask('GET', link);
      if (answer.status !== 200) {
        this.findings.add('unexpected', `GET ${link} answered ${String(answer.status)}`);
        break;
      }
      const page = Page.parse(JSON.parse(answer.bytes.toString()));
      for (const statement of page.statements) {
        if (found.has(statement.id))
          this.findings.add('doubled', `${statement.id} stands twice on the pages`);
        found.set(statement.id, statement);
      }
      link = page.more;
    }
    return [...found.values()];
  }

  #checkOne(statement: Listed): void {
    const entry = this.#entries.get(statement.id);
    if (entry === undefined) this.findings.add('strangers', `statement ${statement.id}`);
    else if (entry.isVoided) this.findings.add('wrongVoids', `${statement.id} is voided and on the pages`);
    else if (!this.isAsAcknowledged(statement)) this.findings.add('altered', `statement ${statement.id}`);
  }
}
