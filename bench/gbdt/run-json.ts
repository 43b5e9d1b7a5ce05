import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { installation } from '../../apps/api/src/package-version.js';

/** Wall and processor seconds, and peak memory of the process that trained. */
export interface Cost {
  readonly wall: number;
  readonly cpu: number;
  readonly megabytes: number;
}

/** A Python with LightGBM; another than `python3` by SNOWLIGHT_BENCH_PYTHON. */
const python = process.env.SNOWLIGHT_BENCH_PYTHON ?? 'python3';

/** What a program of `processes` wrote, as JSON. */
export function runOurs(name: string, ...args: readonly string[]): Promise<unknown> {
  const program = fileURLToPath(new URL(`processes/${name}.js`, import.meta.url));
  return run(process.execPath, [program, ...args], 'inherit');
}

/** What the judge wrote, as JSON. */
export function runTheirs(...args: readonly string[]): Promise<unknown> {
  const program = fileURLToPath(new URL('bench/gbdt/judge.py', installation));
  return run(python, [program, ...args], 'inherit');
}

/** The version of LightGBM; null where Python or LightGBM is not here. */
export async function theirVersion(): Promise<string | null> {
  try {
    return (await run(
      python,
      ['-c', "import lightgbm; print('\"' + lightgbm.__version__ + '\"')"],
      'ignore',
    )) as string;
  } catch {
    return null;
  }
}

async function run(command: string, args: readonly string[], errors: 'inherit' | 'ignore'): Promise<unknown> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', errors] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code ?? 'a signal'}`);
  return JSON.parse(output);
}
