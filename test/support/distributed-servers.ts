/**
 * A broker and both stores for a program that is not a suite. Prints `ready {"brokers":...,"clickhouse":...,"postgres":...}`,
 * or `without {"reason":...}` where this machine has no broker, and ends. Then a line of standard input each:
 * `stop NAME` (killed) or `start NAME`, of `broker` or `clickhouse`, answered by `done`. The end of the input ends it all.
 */
import { createInterface } from 'node:readline';
import { ClickHouseServer } from './clickhouse-server/clickhouse-server.js';
import { KafkaBroker } from './kafka/kafka-broker.js';
import { whyNoKafka } from './kafka/kafka-jars.js';
import { PostgresServer } from './postgres-server/postgres-server.js';

const say = (word: string, what: object): void =>
  void process.stdout.write(`${word} ${JSON.stringify(what)}\n`);

const reason = whyNoKafka();
if (reason === undefined) await serve();
else say('without', { reason });

async function serve(): Promise<void> {
  const [broker, clickhouse, postgres] = await Promise.all([
    KafkaBroker.start(),
    ClickHouseServer.start(),
    PostgresServer.start(),
  ]);
  const deeds: Readonly<Record<string, () => Promise<void>>> = {
    'stop broker': () => broker.end('SIGKILL'),
    'start broker': () => broker.restart(),
    'stop clickhouse': () => clickhouse.kill(),
    'start clickhouse': () => clickhouse.restart(),
  };
  say('ready', { brokers: broker.address, clickhouse: clickhouse.url, postgres: postgres.url });
  for await (const line of createInterface({ input: process.stdin })) {
    const deed = deeds[line];
    if (deed === undefined) throw new Error(`"${line}" is none of ${Object.keys(deeds).join(', ')}`);
    await deed();
    say('done', {});
  }
  await Promise.all([broker.remove(), clickhouse.close(), postgres.close()]);
}
