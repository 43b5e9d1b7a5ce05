import { contradicted, crashStatement, type CrashStatement } from './crash-statements.js';
import type { Answer, RecordStoreClient } from './record-store-client.js';
import type { Books, Sender } from './sender.js';

type Exchange = 'fresh' | 'again' | 'contradiction';

/** Sends statements, one by one or in batches; now and then one that is there already, or another under its id. */
export class StatementSender implements Sender {
  #sent = 0;
  #underway: readonly CrashStatement[] = [];

  /** @param size statements a request; `PUT` = one by one under their ids */
  constructor(
    private readonly number: number,
    private readonly size: number | 'PUT',
    private readonly books: Books,
  ) {}

  get pauseMs(): number {
    return this.size === 'PUT' ? 3 : 1 + this.size;
  }

  get unanswered(): number {
    return this.#underway.length > 0 ? 1 : 0;
  }

  async exchange(server: RecordStoreClient, round: number): Promise<void> {
    const known = this.books.ledger.any();
    const kind = known === undefined ? 'fresh' : anyExchange();
    if (known === undefined || kind === 'fresh') await this.#sendFresh(server, round);
    else if (kind === 'again') {
      const { status } = await this.#send(server, [known]);
      if (!isTaken(status)) this.books.findings.add('wrongConflicts', `${known.id} again: ${String(status)}`);
    } else {
      const { status } = await this.#send(server, [contradicted(known)]);
      if (status !== 409) this.books.findings.add('wrongConflicts', `${known.id} other: ${String(status)}`);
    }
  }

  async settle(server: RecordStoreClient, round: number): Promise<void> {
    if (this.#underway.length > 0) await this.#acknowledged(server, round);
  }

  check(): Promise<void> {
    return Promise.resolve();
  }

  async #sendFresh(server: RecordStoreClient, round: number): Promise<void> {
    this.#underway = Array.from({ length: this.size === 'PUT' ? 1 : this.size }, () =>
      crashStatement(round, this.number, this.#sent++),
    );
    await this.#acknowledged(server, round);
  }

  async #acknowledged(server: RecordStoreClient, round: number): Promise<void> {
    const { status, bytes } = await this.#send(server, this.#underway);
    if (isTaken(status)) this.books.ledger.acknowledge(round, this.#underway);
    else this.books.findings.add('unexpected', `new statements: ${String(status)} ${bytes.toString()}`);
    this.#underway = [];
  }

  #send(server: RecordStoreClient, statements: readonly CrashStatement[]): Promise<Answer> {
    const [statement] = statements;
    return this.size === 'PUT' && statement !== undefined
      ? server.ask('PUT', '/xapi/statements', { parameters: { statementId: statement.id }, body: statement })
      : server.ask('POST', '/xapi/statements', { body: statements });
  }
}

const isTaken = (status: number): boolean => status === 200 || status === 204;

function anyExchange(): Exchange {
  const chance = Math.random();
  return chance < 0.1 ? 'again' : chance < 0.2 ? 'contradiction' : 'fresh';
}
