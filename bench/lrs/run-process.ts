import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/**
 * Runs a program of `processes` to its end and gives what it wrote, as JSON. Each has the engine to itself: a process
 * can have one, and keeps its memory.
 */
export async function runProcess(name: string, ...args: readonly string[]): Promise<unknown> {
  const program = fileURLToPath(new URL(`processes/${name}.js`, import.meta.url));
  const child = spawn(process.execPath, [program, ...args], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, UV_THREADPOOL_SIZE: '16' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`${name} ended with ${code ?? 'a signal'}`);
  return JSON.parse(output);
}
