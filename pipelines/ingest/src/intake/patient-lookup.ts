import type { StoredContent } from '#libs/xapi';
import type { KnownStatements } from './known-statements.js';

/** After a question without an answer none is asked for so long: a store that is away should not slow each request. */
const restMs = 1000;

/** Asks the store what it knows of ids, for so long and no longer; without an answer nothing is known. */
export class PatientLookup {
  #restsUntil = -Infinity;

  constructor(
    private readonly known: Pick<KnownStatements, 'find'>,
    private readonly patienceMs: number,
    private readonly onUnanswered: (error: unknown) => void = () => undefined,
  ) {}

  async find(tenant: string, ids: readonly string[]): Promise<ReadonlyMap<string, StoredContent>> {
    if (ids.length === 0 || performance.now() < this.#restsUntil) return new Map();
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => reject(new Error(`the store did not say within ${this.patienceMs} ms which ids it knows`)),
        this.patienceMs,
      );
    });
    try {
      return await Promise.race([this.known.find(tenant, ids), tooLong]);
    } catch (error) {
      this.#restsUntil = performance.now() + restMs;
      this.onUnanswered(error);
      return new Map();
    } finally {
      clearTimeout(timer);
    }
  }
}
