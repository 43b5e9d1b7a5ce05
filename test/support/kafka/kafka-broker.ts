import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { kafkaJars } from './kafka-jars.js';

const READY = /Kafka Server started/g;

interface Ports {
  readonly plain: number;
  readonly controller: number;
  readonly sasl: number;
  /** Where the broker listens for what comes through a proxy. */
  readonly behindProxy: number;
}

/**
 * Apache Kafka itself, one node, on free ports of 127.0.0.1. Killed and started again it has the same data and ports.
 * One listener asks for nothing, one for credentials (user `snowlight`), and one tells its clients to come through a
 * proxy.
 */
export class KafkaBroker {
  static readonly user = { username: 'snowlight', password: 'a-password-of-the-tests' } as const;
  #process: ChildProcess | null = null;

  private constructor(
    private readonly jars: string,
    private readonly directory: string,
    private readonly ports: Ports,
  ) {}

  /** @param proxyPort what the proxied listener tells its clients to connect to */
  static async start(proxyPort?: number): Promise<KafkaBroker> {
    const jars = await kafkaJars();
    const directory = await mkdtemp(join(tmpdir(), 'snowlight-kafka-'));
    const [plain, controller, sasl, behindProxy] = await freePorts(4);
    const ports = { plain: plain!, controller: controller!, sasl: sasl!, behindProxy: behindProxy! };
    const broker = new KafkaBroker(jars, directory, ports);
    await mkdir(join(directory, 'data'));
    await writeFile(
      broker.#file('server.properties'),
      properties(directory, ports, proxyPort ?? behindProxy!),
    );
    try {
      broker.#format();
      await broker.restart();
      return broker;
    } catch (error) {
      await broker.remove();
      throw error;
    }
  }

  get address(): string {
    return `127.0.0.1:${String(this.ports.plain)}`;
  }

  get saslAddress(): string {
    return `127.0.0.1:${String(this.ports.sasl)}`;
  }

  get portBehindProxy(): number {
    return this.ports.behindProxy;
  }

  /** Starts the stopped broker on its data; resolves when it answers. */
  async restart(): Promise<void> {
    const log = this.#file('broker.log');
    const starts = (await logged(log)).match(READY)?.length ?? 0;
    const output = openSync(log, 'a');
    const child = spawn(
      'java',
      ['-Xmx512m', '-cp', `${this.jars}/*`, 'kafka.Kafka', this.#file('server.properties')],
      {
        cwd: this.directory,
        stdio: ['ignore', output, output],
      },
    );
    closeSync(output);
    this.#process = child;
    const deadline = Date.now() + 180_000;
    while (((await logged(log)).match(READY)?.length ?? 0) === starts) {
      if (child.exitCode !== null || Date.now() > deadline)
        throw new Error(`the broker did not start:\n${(await logged(log)).slice(-3000)}`);
      await sleep(50);
    }
  }

  /** Ends the broker in its own way, or at once. */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const child = this.#process;
    this.#process = null;
    if (child?.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'close');
    child.kill(signal);
    await ended;
  }

  /** Freezes the broker: connections stay, nothing answers. */
  freeze(): void {
    this.#process?.kill('SIGSTOP');
  }

  thaw(): void {
    this.#process?.kill('SIGCONT');
  }

  /** Ends it and removes its data. */
  async remove(): Promise<void> {
    await this.end('SIGKILL');
    await rm(this.directory, { recursive: true, force: true });
  }

  #format(): void {
    const { username, password } = KafkaBroker.user;
    const id = randomBytes(16).toString('base64url');
    const scram = ['SCRAM-SHA-256', 'SCRAM-SHA-512'].flatMap((mechanism) => [
      '--add-scram',
      `${mechanism}=[name=${username},password=${password}]`,
    ]);
    const { status, stdout, stderr } = spawnSync(
      'java',
      [
        '-cp',
        `${this.jars}/*`,
        'kafka.tools.StorageTool',
        'format',
        // one word, for an id may begin with a dash
        `--cluster-id=${id}`,
        '-c',
        this.#file('server.properties'),
        ...scram,
      ],
      { encoding: 'utf8' },
    );
    if (status !== 0) throw new Error(`the broker's storage could not be formatted:\n${stdout}${stderr}`);
  }

  #file(name: string): string {
    return join(this.directory, name);
  }
}

function properties(directory: string, ports: Ports, proxyPort: number): string {
  const { username, password } = KafkaBroker.user;
  const at = (name: string, port: number): string => `${name}://127.0.0.1:${String(port)}`;
  const open = [at('PLAINTEXT', ports.plain), at('SASL', ports.sasl)];
  return `
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:${String(ports.controller)}
controller.listener.names=CONTROLLER
listeners=${[...open, at('PROXIED', ports.behindProxy), at('CONTROLLER', ports.controller)].join(',')}
advertised.listeners=${[...open, at('PROXIED', proxyPort)].join(',')}
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,PROXIED:PLAINTEXT,CONTROLLER:PLAINTEXT,SASL:SASL_PLAINTEXT
inter.broker.listener.name=PLAINTEXT
sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-256,SCRAM-SHA-512
listener.name.sasl.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required user_${username}="${password}";
listener.name.sasl.scram-sha-256.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;
listener.name.sasl.scram-sha-512.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;
log.dirs=${directory}/data
auto.create.topics.enable=false
num.partitions=1
offsets.topic.num.partitions=4
offsets.topic.replication.factor=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
group.initial.rebalance.delay.ms=0
socket.request.max.bytes=104857600
`;
}

const logged = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '');

/** Ports that nobody had a moment ago, all of them different. */
async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return ports;
}
