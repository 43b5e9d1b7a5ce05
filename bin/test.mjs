#!/usr/bin/env node
// `npm test`: every suite that needs no other service; `npm run test:distributed`: those on a broker and servers, which
// they start themselves; `npm run test:servers`: those on stores, with these behind HTTP and TCP; `npm run test:slow`:
// those that take minutes. Ends with one line, `N passed, N failed[, N skipped]`.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const scratch = mkdtempSync(join(tmpdir(), 'snowlight-test-'));
const total = { passed: 0, failed: 0, skipped: 0 };
const notes = [];
const kind = ['distributed', 'servers', 'slow'].find((name) => process.argv.includes(`--${name}`));
const wanted = process.argv.slice(2).filter((argument) => argument !== `--${kind}`);

const jest = (args) =>
  new Promise((done) => {
    const child = spawn(
      process.execPath,
      ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js', ...args],
      {
        cwd: root,
        stdio: 'inherit',
        env: {
          ...process.env,
          UV_THREADPOOL_SIZE: '16',
          ...(kind === 'servers' ? { SNOWLIGHT_TEST_STORES: 'servers' } : {}),
        },
      },
    );
    child.on('close', done);
  });

/** One Jest run; the suites that start engines run one after another, so that they do not share two cores. */
async function suite(name, args) {
  const report = join(scratch, `${name}.json`);
  process.stdout.write(`\n== ${name}\n`);
  const code = await jest(['--json', `--outputFile=${report}`, '--silent=false', ...args]);
  let result;
  try {
    result = JSON.parse(readFileSync(report, 'utf8'));
  } catch {
    total.failed += 1;
    process.stdout.write(`${name}: the runner ended with code ${code} and left no report\n`);
    return;
  }
  for (const { title, status } of result.testResults.flatMap(({ assertionResults }) => assertionResults))
    // how much of the specification the rule tables hold (test/integration/rules/coverage.spec.ts)
    if (title.startsWith('rules: ')) notes.push(status === 'passed' ? title : `${title} (${status})`);
  total.passed += result.numPassedTests;
  total.failed += result.numFailedTests + result.numRuntimeErrorTestSuites;
  total.skipped += result.numPendingTests;
  if (
    code !== 0 &&
    result.numFailedTests + result.numRuntimeErrorTestSuites === 0 &&
    result.numTotalTests > 0
  )
    total.failed += 1;
}

/** The specs whose stores `test/support/stores.ts` opens. */
function storeSpecs() {
  return ['test/integration', 'test/slow']
    .flatMap((folder) => readdirSync(join(root, folder)).map((name) => join(folder, name)))
    .filter((path) => path.endsWith('.spec.ts') && wanted.every((part) => path.includes(part)))
    .filter((path) => readFileSync(join(root, path), 'utf8').includes('openTestStores'));
}

const built = spawnSync(process.execPath, ['bin/build-stale.mjs'], { cwd: root, stdio: 'inherit' });
if (built.status !== 0) total.failed += 1;
else if (kind === 'servers')
  await suite(kind, ['--runInBand', '--testTimeout=120000', '--runTestsByPath', ...storeSpecs()]);
else if (kind !== undefined)
  await suite(kind, [
    '--runInBand',
    '--testTimeout=120000',
    '--testPathPatterns',
    `test/${kind}/${wanted.length === 0 ? '' : `.*(${wanted.join('|')})`}`,
  ]);
else {
  await suite('unit', [
    '--passWithNoTests',
    '--maxWorkers=2',
    '--testPathIgnorePatterns',
    '/dist/',
    '/test/integration/',
    '/test/crash/',
    '/test/e2e/',
    '/test/distributed/',
    '/test/slow/',
    '--',
    ...wanted,
  ]);
  await suite('engines', [
    '--passWithNoTests',
    '--runInBand',
    '--testTimeout=60000',
    '--testPathPatterns',
    'test/(integration|crash|e2e)/',
    '--',
    ...wanted,
  ]);
}
rmSync(scratch, { recursive: true, force: true });
for (const note of notes) process.stdout.write(`\n${note}\n`);
process.stdout.write(
  `\n${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}\n`,
);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
