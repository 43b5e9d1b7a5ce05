import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import * as z from 'zod';

const Ready = z.object({ url: z.url(), pid: z.int() });

export interface RecommenderProcess {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** Starts the example recommendation service in a process of its own and waits until it listens. */
export async function startRecommender(options: {
  readonly webhookSecret: string;
  readonly callbackKey: string;
  readonly clockFactor: number;
  readonly onLine: (line: string) => void;
}): Promise<RecommenderProcess> {
  const main = createRequire(import.meta.url).resolve('#root/dist/apps/recommender-example/src/main.js');
  const child = spawn(
    process.execPath,
    [
      main,
      ...['--port', '0', '--secret', options.webhookSecret, '--callback-key', options.callbackKey],
      ...['--delay', '2', '--clock-factor', String(options.clockFactor)],
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const lines = createInterface({ input: child.stdout });
  const ready = new Promise<string>((resolve, reject) => {
    lines.on('line', (line) => {
      if (line.startsWith('recommender ready ')) resolve(Ready.parse(JSON.parse(line.slice(18))).url);
      else options.onLine(line);
    });
    child.once('error', reject);
    child.once('exit', (code) =>
      reject(new Error(`the recommendation service ended with ${code ?? 'a signal'}`)),
    );
  });
  return { url: await ready, stop: () => end(child) };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}
