import { hash, randomUUID } from 'node:crypto';
import { documentPlaces } from './document-sender.js';
import { Cut, type RecordStoreClient } from './record-store-client.js';
import type { Books, Sender } from './sender.js';

/** Merges into one document from several connections at once: every property that was acknowledged stays. */
export class MergeSender implements Sender {
  readonly pauseMs = 4;
  /** Merges that were acknowledged. */
  merges = 0;
  #round = 0;
  #sent = 0;
  #where = documentPlaces.state('');
  readonly #acknowledged = new Map<string, string>();
  readonly #underway = new Map<string, string>();

  constructor(
    private readonly connections: number,
    private readonly books: Books,
  ) {}

  get unanswered(): number {
    return this.#underway.size;
  }

  async exchange(server: RecordStoreClient, round: number): Promise<void> {
    // a document a round, so that it does not grow for ever
    if (round !== this.#round) {
      this.#round = round;
      this.#where = documentPlaces.state(`merged in round ${String(round)}`);
      this.#acknowledged.clear();
    }
    for (let n = 0; n < this.connections; n++) this.#underway.set(`p${String(this.#sent++)}`, randomUUID());
    await this.settle(server);
  }

  async settle(server: RecordStoreClient): Promise<void> {
    const sent = await Promise.allSettled(
      [...this.#underway].map(([name, value]) => this.#merge(server, name, value)),
    );
    for (const one of sent)
      if (one.status === 'rejected')
        throw one.reason instanceof Cut ? one.reason : new Error('a merge failed', { cause: one.reason });
  }

  async check(server: RecordStoreClient): Promise<void> {
    if (this.#acknowledged.size === 0) return;
    const { path, parameters } = this.#where;
    const { status, headers, bytes } = await server.ask('GET', `/xapi/${path}`, { parameters });
    if (status !== 200) {
      this.#found(`answered ${String(status)}`);
      return;
    }
    if (headers.get('etag') !== `"${hash('sha1', bytes)}"`) this.#found('its ETag is not of its bytes');
    const found = new Map(Object.entries(JSON.parse(bytes.toString()) as Record<string, unknown>));
    const missing = [...this.#acknowledged].filter(([name, value]) => found.get(name) !== value);
    if (missing.length > 0 || found.size !== this.#acknowledged.size)
      this.#found(`${String(missing.length)} of ${String(this.#acknowledged.size)} merges are missing`);
  }

  async #merge(server: RecordStoreClient, name: string, value: string): Promise<void> {
    const { path, parameters } = this.#where;
    const { status } = await server.ask('POST', `/xapi/${path}`, { parameters, body: { [name]: value } });
    this.#underway.delete(name);
    if (status === 204) {
      this.#acknowledged.set(name, value);
      this.merges++;
    } else this.books.findings.add('unexpected', `a merge: ${String(status)}`);
  }

  #found(what: string): void {
    this.books.findings.add('wrongDocuments', `merged in round ${String(this.#round)}: ${what}`);
  }
}
