import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { verbs } from '#libs/contracts';
import { crashStatement, type CrashStatement } from './crash-statements.js';
import type { RecordStoreClient } from './record-store-client.js';
import type { Books, Sender } from './sender.js';

const Found = z.object({ statements: z.array(z.object({ id: z.string() })) });

/** Of what is voided in a round, and of nothing else. */
const verbOf = (round: number): string => `https://lms.example.org/verbs/retracted-${String(round)}`;

/**
 * Sends a statement and voids it with the next (xAPI 1.0.3, Data 2.3.2), which is found by the verb of the first
 * (Communication 2.1.3).
 */
export class VoidSender implements Sender {
  readonly pauseMs = 5;
  #sent = 0;
  /** Sent in this order, each once the one before is acknowledged. */
  #underway: CrashStatement[] = [];
  readonly #voided: { readonly id: string; readonly by: string; readonly round: number }[] = [];

  constructor(
    private readonly number: number,
    private readonly books: Books,
  ) {}

  get voided(): number {
    return this.#voided.length;
  }

  get unanswered(): number {
    return this.#underway.length > 0 ? 1 : 0;
  }

  async exchange(server: RecordStoreClient, round: number): Promise<void> {
    const statement = { ...crashStatement(round, this.number, this.#sent++), verb: { id: verbOf(round) } };
    this.#underway = [statement, voiding(statement)];
    await this.settle(server, round);
  }

  async settle(server: RecordStoreClient, round: number): Promise<void> {
    for (let next = this.#underway[0]; next !== undefined; next = this.#underway[0]) {
      const { status } = await server.ask('POST', '/xapi/statements', { body: next });
      if (status !== 200) this.books.findings.add('unexpected', `${next.id}: ${String(status)}`);
      this.#underway.shift();
      this.books.ledger.acknowledge(round, [next]);
      if (next.object.objectType !== 'StatementRef') continue;
      this.books.ledger.voided(next.object.id);
      this.#voided.push({ id: next.object.id, by: next.id, round });
    }
  }

  async check(server: RecordStoreClient, round: number | null): Promise<void> {
    const voided = this.#voided.filter(({ round: of }) => round === null || of === round);
    for (const of of new Set(voided.map((one) => one.round))) {
      const found = await this.#foundByVerb(server, of);
      for (const { by } of voided.filter((one) => one.round === of))
        if (!found.has(by))
          this.books.findings.add('lost', `${by} is not found by the verb of what it voids`);
    }
    for (const { id } of voided) {
      const plain = await server.ask('GET', '/xapi/statements', { parameters: { statementId: id } });
      const asVoided = await server.ask('GET', '/xapi/statements', { parameters: { voidedStatementId: id } });
      if (plain.status !== 404 || asVoided.status !== 200)
        this.books.findings.add('wrongVoids', `${id}: ${String(plain.status)}, ${String(asVoided.status)}`);
      else if (!this.books.ledger.isAsAcknowledged(JSON.parse(asVoided.bytes.toString()) as CrashStatement))
        this.books.findings.add('altered', `the voided statement ${id}`);
    }
  }

  async #foundByVerb(server: RecordStoreClient, round: number): Promise<ReadonlySet<string>> {
    const parameters = { verb: verbOf(round), limit: '500' };
    const { bytes } = await server.ask('GET', '/xapi/statements', { parameters });
    return new Set(Found.parse(JSON.parse(bytes.toString())).statements.map(({ id }) => id));
  }
}

function voiding({ id, actor, timestamp }: CrashStatement): CrashStatement {
  return {
    id: randomUUID(),
    actor,
    verb: { id: verbs.voided },
    object: { objectType: 'StatementRef', id },
    ...(timestamp !== undefined && { timestamp }),
  };
}
