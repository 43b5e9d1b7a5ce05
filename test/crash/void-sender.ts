import { randomUUID } from 'node:crypto';
import { verbs } from '#libs/contracts';
import { crashStatement, type CrashStatement } from './crash-statements.js';
import type { RecordStoreClient } from './record-store-client.js';
import type { Books, Sender } from './sender.js';

/** Sends a statement and voids it with the next (xAPI 1.0.3, Data 2.3.2). */
export class VoidSender implements Sender {
  readonly pauseMs = 5;
  #sent = 0;
  /** Sent in this order, each once the one before is acknowledged. */
  #underway: CrashStatement[] = [];
  readonly #voided: { readonly id: string; readonly round: number }[] = [];

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
    const statement = crashStatement(round, this.number, this.#sent++);
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
      this.#voided.push({ id: next.object.id, round });
    }
  }

  async check(server: RecordStoreClient, round: number | null): Promise<void> {
    for (const { id, round: of } of this.#voided) {
      if (round !== null && of !== round) continue;
      const plain = await server.ask('GET', '/xapi/statements', { parameters: { statementId: id } });
      const asVoided = await server.ask('GET', '/xapi/statements', { parameters: { voidedStatementId: id } });
      if (plain.status !== 404 || asVoided.status !== 200)
        this.books.findings.add('wrongVoids', `${id}: ${String(plain.status)}, ${String(asVoided.status)}`);
      else if (!this.books.ledger.isAsAcknowledged(JSON.parse(asVoided.bytes.toString()) as CrashStatement))
        this.books.findings.add('altered', `the voided statement ${id}`);
    }
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
