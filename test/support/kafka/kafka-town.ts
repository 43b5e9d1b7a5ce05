import { randomUUID } from 'node:crypto';
import type { KafkaLocation } from '#libs/config';
import {
  openKafkaBus,
  topicDeclarations,
  type KafkaBus,
  type KafkaBusOptions,
  type TopicDeclarations,
  type UnreadableMessage,
} from '#libs/event-bus';
import { KafkaBroker } from './kafka-broker.js';
import { TcpProxy } from './tcp-proxy.js';

export interface BusWish extends Partial<KafkaBusOptions> {
  readonly prefix?: string;
  /** Of every topic. */
  readonly partitions?: number;
  /** Whether it reaches the broker through the proxy. */
  readonly isProxied?: boolean;
  readonly location?: Partial<KafkaLocation>;
}

export interface OpenedBus {
  readonly bus: KafkaBus;
  readonly prefix: string;
  readonly unreadable: UnreadableMessage[];
  readonly fatal: string[];
}

/** A broker with a wire to it that can be cut, and buses on it. */
export class KafkaTown {
  private constructor(
    readonly broker: KafkaBroker,
    readonly proxy: TcpProxy,
  ) {}

  static async start(): Promise<KafkaTown> {
    const proxy = await TcpProxy.listen();
    const broker = await KafkaBroker.start(proxy.port).catch(async (error: unknown) => {
      await proxy.close();
      throw error;
    });
    proxy.to(broker.portBehindProxy);
    return new KafkaTown(broker, proxy);
  }

  /** Of topics that nobody else uses. */
  newPrefix(): string {
    return `t${randomUUID().slice(0, 8)}.`;
  }

  location(prefix: string, isProxied = false): KafkaLocation {
    return {
      brokers: [isProxied ? this.proxy.address : this.broker.address],
      clientId: 'snowlight-test',
      topicPrefix: prefix,
      tls: undefined,
      sasl: undefined,
      createTopics: true,
      replicationFactor: 1,
    };
  }

  async open(wish: BusWish = {}): Promise<OpenedBus> {
    const { prefix = this.newPrefix(), partitions = 3, isProxied, location, ...options } = wish;
    const unreadable: UnreadableMessage[] = [];
    const fatal: string[] = [];
    const bus = await openKafkaBus(
      { ...this.location(prefix, isProxied), ...location },
      {
        onUnreadable: (messages) => Promise.resolve(void unreadable.push(...messages)),
        onFatal: (sentence) => void fatal.push(sentence),
        lingerMs: 20,
        declarations: declarations(partitions),
        ...options,
      },
    );
    return { bus, prefix, unreadable, fatal };
  }

  async end(): Promise<void> {
    await this.proxy.close();
    await this.broker.remove();
  }
}

/** The topics as they are declared, but for their partitions, and that nobody reads them whom the test does not name. */
function declarations(partitions: number): TopicDeclarations {
  const small = (topic: keyof TopicDeclarations) => ({ ...topicDeclarations[topic], partitions, groups: [] });
  return {
    statements: small('statements'),
    touched: small('touched'),
    rolled: small('rolled'),
    scored: small('scored'),
  };
}
