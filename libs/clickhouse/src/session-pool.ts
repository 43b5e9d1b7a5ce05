import type { Session } from 'chdb';

interface Engine {
  readonly open: () => Promise<Session>;
  /** Makes running calls fail soon. */
  readonly interrupt: () => Promise<void>;
  /** Called once, when all sessions are closed. */
  readonly shutDown: () => Promise<void>;
}

/**
 * Sessions on the one engine of this process, each lent to one call at a time. Kept rather than made per call: closing
 * a session waits for every running call of the process, so under a slow read short-lived ones would pile up.
 */
export class SessionPool {
  private readonly idle: Session[] = [];
  private readonly waiting: ((session: Session | Error) => void)[] = [];
  private opened = 0;
  private lent = 0;
  private closing: { readonly promise: Promise<void>; readonly done: () => void } | undefined;

  /** @param limit calls that run at once; each holds a thread of libuv while the engine works on it */
  constructor(
    private readonly engine: Engine,
    private readonly limit: number,
  ) {}

  async use<T>(work: (session: Session) => Promise<T>): Promise<T> {
    const session = await this.take();
    try {
      return await work(session);
    } finally {
      this.give(session);
    }
  }

  async take(): Promise<Session> {
    if (this.closing !== undefined) throw closedError();
    const idle = this.idle.pop();
    if (idle !== undefined) {
      this.lent += 1;
      return idle;
    }
    if (this.opened < this.limit) return this.openOne();
    return new Promise((resolve, reject) => {
      this.waiting.push((answer) => {
        if (answer instanceof Error) reject(answer);
        else resolve(answer);
      });
    });
  }

  give(session: Session): void {
    const next = this.waiting.shift();
    if (next !== undefined) {
      next(session);
      return;
    }
    this.idle.push(session);
    this.lent -= 1;
    this.finishIfIdle();
  }

  /**
   * Refuses calls that still wait for a session, lets the running ones finish, and interrupts those that have not
   * after the grace time.
   */
  async close(graceMilliseconds = 3000): Promise<void> {
    if (this.closing === undefined) {
      this.closing = deferred();
      this.refuseWaiting(closedError());
      this.finishIfIdle();
    }
    const { promise } = this.closing;
    const interrupting = setTimeout(() => void this.engine.interrupt(), graceMilliseconds);
    await promise.finally(() => clearTimeout(interrupting));
  }

  private async openOne(): Promise<Session> {
    this.opened += 1;
    this.lent += 1;
    try {
      return await this.engine.open();
    } catch (error) {
      this.opened -= 1;
      this.lent -= 1;
      this.refuseWaiting(error instanceof Error ? error : new Error(String(error)));
      this.finishIfIdle();
      throw error;
    }
  }

  private refuseWaiting(why: Error): void {
    for (const answer of this.waiting.splice(0)) answer(why);
  }

  private finishIfIdle(): void {
    if (this.closing === undefined || this.lent > 0) return;
    for (const session of this.idle.splice(0)) session.close();
    void this.engine.shutDown().then(this.closing.done);
  }
}

const closedError = (): Error => new Error('the connection is closed');

function deferred(): { promise: Promise<void>; done: () => void } {
  let done: () => void = () => undefined;
  const promise = new Promise<void>((resolve) => {
    done = resolve;
  });
  return { promise, done };
}
