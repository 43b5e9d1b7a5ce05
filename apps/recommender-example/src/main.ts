import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Recommender } from './recommender.js';
import { serverFor } from './server.js';
import { readSettings, SettingsError, usage } from './settings.js';

const print = (line: string): void => void process.stdout.write(`${line}\n`);

async function main(args: readonly string[]): Promise<void> {
  if (args.includes('--help')) {
    print(usage);
    return;
  }
  const settings = readSettings(args);
  const recommender = new Recommender(settings, print);
  const server = serverFor(recommender);
  server.listen(settings.port, settings.host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  print(`recommender ready ${JSON.stringify({ url: `http://${settings.host}:${port}`, pid: process.pid })}`);

  const stop = (): void => {
    recommender.stop();
    server.close();
    server.closeIdleConnections();
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof SettingsError ? 2 : 1;
  if (error instanceof SettingsError) process.stderr.write(`\n${usage}\n`);
});
