/**
 * Throws mutated requests at a server of its own and says what came back; ends with 1 where anything was found.
 *
 *   npm run fuzz -- --bodies 1000000 --seed 1 [--seconds 720]
 *   npm run fuzz -- --replay FILE     sends what a run has kept, and shows the answer
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { BuiltServer } from '../support/built-server.js';
import { RawConnection } from '../support/raw-connection.js';
import { fuzz, type FuzzOutcome } from './fuzz-run.js';

/**
 * From so many bodies on, growth of memory is judged: the first fifth of them must fill the server's caches, which
 * takes some 15,000 (480 to 750 MB; of 50,000 the rest added nothing).
 */
const JUDGED_FROM = 100_000;

const { values } = parseArgs({
  options: {
    bodies: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    seconds: { type: 'string' },
    replay: { type: 'string' },
  },
});

const dataDir = await mkdtemp(join(tmpdir(), 'snowlight-fuzz-'));
const server = await BuiltServer.start(dataDir);
try {
  if (values.replay === undefined) await run();
  else await replay(values.replay);
  if (server.isRunning) await server.stop();
} finally {
  await server.kill();
  await rm(dataDir, { recursive: true, force: true });
}

async function run(): Promise<void> {
  const outcome = await fuzz(server, {
    bodies: Number(values.bodies),
    seed: Number(values.seed),
    ...(values.seconds !== undefined && { mostSeconds: Number(values.seconds) }),
    directory: 'fuzz-findings',
    onFinding: ({ what, file }) => process.stdout.write(`${file}: ${what.slice(0, 300)}\n`),
    onProgress: ({ sent, seconds, findings, memory }) => {
      print(
        sent,
        'sent',
        Math.round(sent / seconds),
        '/s',
        findings.length,
        'findings',
        megabytes(memory.peak),
      );
    },
  });
  report(outcome);
}

function report({ sent, seconds, statuses, comeAgain, cutAlone, findings, memory }: FuzzOutcome): void {
  print('bodies', sent);
  print('seconds', Math.round(seconds), 'rate/s', Math.round(sent / seconds));
  for (const [status, count] of [...statuses].sort(([a], [b]) => a - b)) print(status, count);
  print('503 + retry', comeAgain);
  print('cut, alone', cutAlone);
  print('memory', 'start', megabytes(memory.start), 'warm', megabytes(memory.warm));
  print('', 'peak', megabytes(memory.peak), 'end', megabytes(memory.end));
  const growth = memory.end / memory.warm;
  const isJudged = sent >= JUDGED_FROM;
  print('end / warm', growth.toFixed(2), isJudged ? '' : 'not judged');
  print('findings', findings.length);
  if (server.said !== '') process.stdout.write(`the server said: ${server.said.slice(0, 4000)}\n`);
  process.exitCode = findings.length > 0 || (isJudged && growth > 1.3) || !server.isRunning ? 1 : 0;
}

async function replay(file: string): Promise<void> {
  const bytes = await readFile(file);
  const connection = await RawConnection.open(server.port);
  connection.write(bytes);
  const method = bytes.toString('latin1', 0, bytes.indexOf(' '));
  const answer = await Promise.race([connection.awaited(method), sleep(10_000, null)]);
  connection.close();
  print('answer', answer?.status ?? 'none');
  process.stdout.write(`${answer?.body.toString() ?? ''}\n${server.said}\n`);
  process.exitCode = answer === null || answer.status >= 500 || !server.isRunning ? 1 : 0;
}

function print(...cells: readonly (string | number)[]): void {
  process.stdout.write(`${cells.map((cell) => String(cell).padStart(12)).join('')}\n`);
}

function megabytes(bytes: number): string {
  return `${String(Math.round(bytes / 1024 / 1024))} MB`;
}
