/**
 * chDB behind ClickHouse's HTTP interface, in a process of its own: the wire, the errors, the time-outs and the
 * restarts of a server where none can be had. It proves nothing of replication, shards, users, quotas or TLS.
 *
 * `stand-in.ts --path DIR [--port N] [--user U] [--password P] [--config-file F]` prints `ready {"port":N}`.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { answer } from './answer.js';
import { Engine } from './engine.js';

const { values } = parseArgs({
  options: {
    path: { type: 'string' },
    port: { type: 'string', default: '0' },
    user: { type: 'string', default: 'default' },
    password: { type: 'string', default: '' },
    'config-file': { type: 'string' },
  },
});
const configFile = values['config-file'];
const engine = new Engine(values.path ?? '', configFile === undefined ? [] : [`--config-file=${configFile}`]);
const server = createServer({ maxHeaderSize: 1 << 20, keepAliveTimeout: 10_000 }, (request, response) => {
  answer(engine, values, request, response).catch((error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    response.destroy();
  });
});
server.listen(Number(values.port), '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`ready ${JSON.stringify({ port })}\n`);
});

let isStopping = false;
const stop = async (): Promise<void> => {
  if (isStopping) return;
  isStopping = true;
  server.close();
  server.closeAllConnections();
  await engine.close();
  process.exit(0);
};
process.on('SIGTERM', () => void stop());
// whoever started us is gone, killed perhaps: then nobody needs us
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) void stop();
}, 500).unref();
