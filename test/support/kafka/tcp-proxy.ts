import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** A request that the wire is to be held at. */
export interface HeldAt {
  /** Null where this is not in what a client sends; else what its answer contains, nothing where any answer is its. */
  readonly sees: (data: Buffer) => Buffer | null;
  /** Before it goes on, or before its answer does. */
  readonly when: 'asked' | 'answered';
}

/** A wire between a client and a server of 127.0.0.1 that can be cut, slowed down, and mended. */
export class TcpProxy {
  readonly #pairs = new Set<readonly [Socket, Socket]>();
  #target = 0;
  #isCut = false;
  #delayMs = 0;
  #held: { readonly at: HeldAt; readonly then: () => void } | null = null;
  #isHeld = false;

  private constructor(private readonly server: Server) {
    server.on('connection', (client) => this.#join(client));
  }

  /** Listens at once; where to, `to` says later: a broker must know the proxy's port before it has its own. */
  static async listen(): Promise<TcpProxy> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new TcpProxy(server);
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get address(): string {
    return `127.0.0.1:${String(this.port)}`;
  }

  to(port: number): void {
    this.#target = port;
  }

  /** Ends every connection, and each new one as it comes. */
  cut(): void {
    this.#isCut = true;
    for (const pair of this.#pairs) for (const socket of pair) socket.destroy();
  }

  restore(): void {
    this.#isCut = false;
  }

  /** What is sent either way comes so much later; Infinity: not before this is called again. */
  delay(ms: number): void {
    this.#delayMs = ms;
  }

  /** Resolves when such a request has come: neither it (or its answer) nor anything after it goes on, until `release`. */
  holdAt(at: HeldAt): Promise<void> {
    return new Promise((then) => {
      this.#held = { at, then };
    });
  }

  /** Ends what was held, and its connections; new ones work. */
  release(): void {
    this.#held = null;
    this.#isHeld = false;
    for (const pair of this.#pairs) for (const socket of pair) socket.destroy();
  }

  async close(): Promise<void> {
    this.cut();
    this.server.close();
    await once(this.server, 'close');
  }

  #join(client: Socket): void {
    if (this.#isCut) {
      client.destroy();
      return;
    }
    const server = connect(this.#target, '127.0.0.1');
    const pair = [client, server] as const;
    this.#pairs.add(pair);
    let awaited: Buffer | null = null;
    const asks = (data: Buffer): void => {
      const answer = this.#held?.at.sees(data) ?? null;
      if (answer === null) return;
      if (this.#held?.at.when === 'answered') awaited = answer;
      else this.#hold();
    };
    const answers = (data: Buffer): void => {
      if (awaited !== null && this.#held !== null && data.includes(awaited)) this.#hold();
    };
    this.#pipe(client, server, asks, () => this.#pairs.delete(pair));
    this.#pipe(server, client, answers, () => this.#pairs.delete(pair));
  }

  #hold(): void {
    this.#isHeld = true;
    this.#held?.then();
  }

  #pipe(from: Socket, to: Socket, onData: (data: Buffer) => void, onEnd: () => void): void {
    let before = Promise.resolve();
    from.on('data', (data) => {
      if (!this.#isHeld) onData(data);
      if (this.#isHeld) return;
      // in order, each after its own delay
      const due = Date.now();
      before = before.then(async () => {
        while (Date.now() - due < this.#delayMs && !to.destroyed) await sleep(5);
        if (!to.destroyed) to.write(data);
      });
    });
    // Whichever side breaks, the other sees a closed connection, as it would of a cut wire.
    from.on('error', () => to.destroy());
    from.on('close', () => {
      onEnd();
      void before.then(() => to.destroy());
    });
  }
}
