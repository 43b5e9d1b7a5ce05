import { contradicted, crashStatement, type CrashStatement } from './crash-statements.js';
import { Cut, type RecordStoreClient } from './record-store-client.js';
import type { Books, Sender } from './sender.js';

interface Claim {
  readonly method: 'PUT' | 'POST';
  readonly statement: CrashStatement;
  answer: 'none' | 'taken' | 'refused';
}

/**
 * Sends two contents under one new id at the same moment, on two connections. Of the two, one is taken and the other
 * refused with 409, however often either is sent and whatever happens in between; what is stored is the one taken.
 */
export class IdContender implements Sender {
  readonly pauseMs = 5;
  /** Ids of which it is decided who has them. */
  decided = 0;
  #sent = 0;
  #claims: readonly Claim[] = [];

  constructor(
    private readonly number: number,
    private readonly books: Books,
  ) {}

  get unanswered(): number {
    return this.#claims.filter(({ answer }) => answer === 'none').length;
  }

  async exchange(server: RecordStoreClient, round: number): Promise<void> {
    const statement = crashStatement(round, this.number, this.#sent++);
    const methods = this.#sent % 3 === 0 ? (['POST', 'POST'] as const) : (['PUT', 'POST'] as const);
    const contents = [statement, contradicted(statement)];
    // so that it is not always the same of the two that comes first
    if (Math.random() < 0.5) contents.reverse();
    this.#claims = contents.map((content, index) => ({
      method: methods[index] ?? 'POST',
      statement: content,
      answer: 'none',
    }));
    await this.settle(server, round);
  }

  async settle(server: RecordStoreClient, round: number): Promise<void> {
    if (this.#claims.length === 0) return;
    const open = this.#claims.filter(({ answer }) => answer === 'none');
    const sent = await Promise.allSettled(open.map((claim) => this.#claim(server, claim)));
    const failed = sent.find((one) => one.status === 'rejected');
    if (failed !== undefined)
      throw failed.reason instanceof Cut
        ? failed.reason
        : new Error('a claim failed', { cause: failed.reason });
    const [first, ...others] = this.#claims.filter(({ answer }) => answer === 'taken');
    if (first === undefined || others.length > 0)
      this.books.findings.add(
        'wrongConflicts',
        `${this.#claims[0]?.statement.id ?? ''}: ${this.#claims.map(({ method, answer }) => `${method} ${answer}`).join(', ')}`,
      );
    if (first !== undefined) this.books.ledger.acknowledge(round, [first.statement]);
    this.decided++;
    this.#claims = [];
  }

  check(): Promise<void> {
    return Promise.resolve();
  }

  async #claim(server: RecordStoreClient, claim: Claim): Promise<void> {
    const { method, statement } = claim;
    const { status } =
      method === 'PUT'
        ? await server.ask('PUT', '/xapi/statements', {
            parameters: { statementId: statement.id },
            body: statement,
          })
        : await server.ask('POST', '/xapi/statements', { body: statement });
    claim.answer = status === 409 ? 'refused' : 'taken';
    if (![200, 204, 409].includes(status))
      this.books.findings.add('unexpected', `${method} ${statement.id}: ${String(status)}`);
  }
}
