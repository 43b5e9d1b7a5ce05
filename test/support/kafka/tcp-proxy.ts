import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** A wire between a client and a server of 127.0.0.1 that can be cut, slowed down, and mended. */
export class TcpProxy {
  readonly #pairs = new Set<readonly [Socket, Socket]>();
  #target = 0;
  #isCut = false;
  #delayMs = 0;

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
    this.#pipe(client, server, () => this.#pairs.delete(pair));
    this.#pipe(server, client, () => this.#pairs.delete(pair));
  }

  #pipe(from: Socket, to: Socket, onEnd: () => void): void {
    let before = Promise.resolve();
    from.on('data', (data) => {
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
