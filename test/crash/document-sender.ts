import { hash, randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Answer, RecordStoreClient } from './record-store-client.js';
import type { Books, Sender } from './sender.js';

const agent = JSON.stringify({ account: { homePage: 'https://lms.example.org', name: 'learner1' } });
const activityId = 'https://lms.example.org/a/item1';

/** Address and parameters of one document of each resource. */
export const documentPlaces = {
  state: (id: string) => ({ path: 'activities/state', parameters: { activityId, agent, stateId: id } }),
  activityProfile: (id: string) => ({
    path: 'activities/profile',
    parameters: { activityId, profileId: id },
  }),
  agentProfile: (id: string) => ({ path: 'agents/profile', parameters: { agent, profileId: id } }),
} as const;
export type DocumentPlace = keyof typeof documentPlaces;

/** What has to be there; null = nothing. What a merge makes of the bytes is the server's affair, so JSON is a value. */
type Content = { readonly json: Readonly<Record<string, unknown>> } | { readonly bytes: Buffer } | null;

interface Change {
  readonly method: 'PUT' | 'POST' | 'DELETE';
  readonly body?: Buffer;
  readonly headers: Readonly<Record<string, string>>;
  readonly after: Content;
}

/**
 * Changes a document of its own again and again: makes it, puts another in its place, merges into it, deletes it,
 * mostly under a condition. After a kill the document is as before the change that was under way, or as after it.
 */
export class DocumentSender implements Sender {
  readonly pauseMs = 4;
  /** Changes that were acknowledged. */
  changes = 0;
  readonly #where: ReturnType<(typeof documentPlaces)[DocumentPlace]>;
  #kept: Content = null;
  #tag = '';
  #underway: Change | null = null;

  constructor(
    place: DocumentPlace,
    private readonly books: Books,
  ) {
    this.#where = documentPlaces[place](`kept through kills ${randomUUID()}`);
  }

  get unanswered(): number {
    return this.#underway === null ? 0 : 1;
  }

  async exchange(server: RecordStoreClient): Promise<void> {
    if (Math.random() < 0.15) return this.#fails(server);
    const change = this.#next();
    this.#underway = change;
    const { status, bytes } = await this.#ask(server, change);
    this.#underway = null;
    if (status !== 204) this.#found('unexpected', `${change.method}: ${String(status)} ${bytes.toString()}`);
    else {
      this.#kept = change.after;
      this.changes++;
    }
    await this.check(server);
  }

  async settle(server: RecordStoreClient): Promise<void> {
    if (this.#underway === null) return;
    const { after } = this.#underway;
    const answer = await this.#get(server);
    if (isContent(answer, after)) this.#kept = after;
    this.#underway = null;
    await this.check(server);
  }

  async check(server: RecordStoreClient): Promise<void> {
    const answer = await this.#get(server);
    const isThere = answer.status === 200;
    this.#tag = answer.headers.get('etag') ?? '';
    if (!isContent(answer, this.#kept))
      this.#found('wrongDocuments', `${String(answer.status)} ${answer.bytes.toString().slice(0, 200)}`);
    else if (isThere && this.#tag !== `"${hash('sha1', answer.bytes)}"`)
      this.#found('wrongDocuments', `its ETag is ${this.#tag}`);
    // found once, it is not found again with every further change
    this.#kept = isThere ? contentOf(answer) : null;
  }

  /** What must be refused, and change nothing: a condition that is not met. */
  async #fails(server: RecordStoreClient): Promise<void> {
    const stale: Readonly<Record<string, string>> =
      this.#kept !== null && Math.random() < 0.5
        ? { 'if-none-match': '*' }
        : { 'if-match': `"${hash('sha1', randomUUID())}"` };
    const { status } = await this.#ask(server, {
      method: 'PUT',
      headers: stale,
      body: Buffer.from('{"never":true}'),
      after: this.#kept,
    });
    if (status !== 412) this.#found('wrongDocuments', `a stale condition was answered ${String(status)}`);
  }

  #next(): Change {
    const guard = { 'if-match': this.#tag };
    const chance = Math.random();
    if (this.#kept === null) return replacing({ 'if-none-match': '*' });
    if (chance < 0.1) return { method: 'DELETE', headers: guard, after: null };
    if (chance < 0.4 || 'bytes' in this.#kept) return replacing(guard);
    const added = { [`p${String(Math.floor(8 * Math.random()))}`]: text(), turn: this.changes };
    return {
      method: 'POST',
      headers: chance < 0.7 ? guard : {},
      body: Buffer.from(JSON.stringify(added)),
      after: { json: { ...this.#kept.json, ...added } },
    };
  }

  #ask(server: RecordStoreClient, { method, headers, body, after }: Change): Promise<Answer> {
    const { path, parameters } = this.#where;
    const type = after !== null && 'bytes' in after ? 'image/png' : 'application/json';
    return server.ask(method, `/xapi/${path}`, { parameters, headers, body, type });
  }

  #get(server: RecordStoreClient): Promise<Answer> {
    return server.ask('GET', `/xapi/${this.#where.path}`, { parameters: this.#where.parameters });
  }

  #found(kind: 'unexpected' | 'wrongDocuments', what: string): void {
    this.books.findings.add(kind, `${this.#where.path}: ${what}`);
  }
}

/** Up to 40 kB, so that a document is many pages of the database. */
const text = (): string => randomUUID().repeat(1 + Math.floor(1000 * Math.random() ** 3));

function replacing(headers: Readonly<Record<string, string>>): Change {
  if (Math.random() < 0.3) {
    const bytes = Buffer.from(text());
    return { method: 'PUT', headers, body: bytes, after: { bytes } };
  }
  const json = { whole: text(), made: randomUUID() };
  return { method: 'PUT', headers, body: Buffer.from(JSON.stringify(json)), after: { json } };
}

function isContent(answer: Answer, expected: Content): boolean {
  if (expected === null || answer.status !== 200) return expected === null && answer.status === 404;
  const found = contentOf(answer);
  return 'json' in found && 'json' in expected
    ? isDeepStrictEqual(found.json, expected.json)
    : 'bytes' in found && 'bytes' in expected && found.bytes.equals(expected.bytes);
}

function contentOf({ headers, bytes }: Answer): NonNullable<Content> {
  return headers.get('content-type') === 'image/png'
    ? { bytes }
    : { json: JSON.parse(bytes.toString()) as Record<string, unknown> };
}
