#!/usr/bin/env node
// Builds the server and the pages where a source is newer than what was built from it; `--all` builds both anyway.
import { spawnSync } from 'node:child_process';
import { readdirSync, statSync, writeFileSync, mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const all = process.argv.includes('--all');
const bin = (name) => join(root, 'node_modules', '.bin', name);

/** Newest change below the given files and folders, in ms. */
function newest(paths) {
  let time = 0;
  for (const path of paths.map((p) => join(root, p))) {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (!stat) continue;
    if (!stat.isDirectory()) time = Math.max(time, stat.mtimeMs);
    else
      for (const entry of readdirSync(path, { recursive: true, withFileTypes: true }))
        if (entry.isFile())
          time = Math.max(time, statSync(join(entry.parentPath ?? entry.path, entry.name)).mtimeMs);
  }
  return time;
}

function build({ what, sources, stamp, command, args }) {
  const stampFile = join(root, 'dist', stamp);
  const built = statSync(stampFile, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (!all && built >= newest(sources)) return;
  const started = Date.now();
  process.stderr.write(`building ${what}... `);
  // Under a test runner's NODE_ENV, Vite would bundle the development build of React.
  const env = { ...process.env, NODE_ENV: 'production' };
  const run = spawnSync(bin(command), args, { cwd: root, encoding: 'utf8', env });
  if (run.status !== 0) {
    process.stderr.write(
      `failed\n${run.stdout ?? ''}${run.stderr ?? ''}${run.error ? String(run.error) : ''}\n`,
    );
    process.exit(1);
  }
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, '');
  process.stderr.write(`${((Date.now() - started) / 1000).toFixed(1)} s\n`);
}

const common = ['package-lock.json', 'tsconfig.json', 'libs/contracts'];
build({
  what: 'the server',
  sources: [...common, 'apps', 'libs', 'pipelines', 'migrations', 'bench', 'tsconfig.build.json'],
  stamp: '.server-built',
  command: 'tsc',
  args: ['-p', 'tsconfig.build.json'],
});
build({
  what: 'the pages',
  sources: [...common, 'dashboards'],
  stamp: '.pages-built',
  command: 'vite',
  args: ['build', 'dashboards', '--logLevel', 'warn'],
});
