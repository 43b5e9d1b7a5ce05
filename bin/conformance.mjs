#!/usr/bin/env node
// `npm run conformance -- --suite PATH [--version 1.0.3|2.0.0]`: ADL's LRS conformance suite against a record store that
// is started for it and thrown away. The suite is not part of this repository; docs/conformance.md says where it is.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const versions = ['1.0.3', '2.0.0'];
const usage = `usage: npm run conformance -- --suite PATH [--version ${versions.join('|')}]`;
const credentials = ['conformance', 'conformance-secret'];

/** One sentence and exit 2: the command cannot begin. */
function refuse(message) {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}

function options() {
  try {
    return parseArgs({ options: { suite: { type: 'string' }, version: { type: 'string' } } }).values;
  } catch (error) {
    return refuse(`${error.message}\n${usage}`);
  }
}

/** A record store of its own, in embedded mode, whose tenant answers in `version` where a request names none. */
async function withServer(version, run) {
  const directory = mkdtempSync(join(tmpdir(), 'snowlight-conformance-'));
  const server = spawn(process.execPath, [join(root, 'bin', 'snowlight.cjs'), 'up'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      SNOWLIGHT_DATA_DIR: directory,
      SNOWLIGHT_PORT: '0',
      SNOWLIGHT_LOG_LEVEL: 'error',
      SNOWLIGHT_BOOTSTRAP_KEY: credentials.join(':'),
      SNOWLIGHT_DEFAULT_XAPI_VERSION: version,
    },
  });
  const ended = once(server, 'close');
  let said = '';
  server.stderr.on('data', (data) => (said += data));
  try {
    return await run(await addressOf(server));
  } catch (error) {
    process.stderr.write(said);
    throw error;
  } finally {
    server.kill('SIGTERM');
    await ended;
    rmSync(directory, { recursive: true, force: true });
  }
}

async function addressOf(server) {
  for await (const line of createInterface({ input: server.stdout })) {
    const ready = /^snowlight ready (.*)$/.exec(line);
    if (ready) return JSON.parse(ready[1]).url;
  }
  throw new Error('the server ended before it was ready; what it said stands above');
}

/** The suite's own exit code counts failures modulo 256: the log that it writes is the answer. */
async function runSuite(suite, version, url) {
  const logs = join(suite, 'logs');
  const before = logsIn(logs);
  const [user, password] = credentials;
  const args = ['-e', `${url}/xapi`, '-a', '-u', user, '-p', password, '-x', version];
  const child = spawn(process.execPath, ['bin/console_runner.js', ...args], {
    cwd: suite,
    stdio: ['ignore', 'ignore', 'inherit'],
    // it warns of its own deprecated calls
    env: { ...process.env, NODE_OPTIONS: '--no-warnings' },
  });
  await once(child, 'close');
  const written = [...logsIn(logs)].find((name) => !before.has(name));
  if (written === undefined) throw new Error(`the suite left no log in ${logs}`);
  return JSON.parse(readFileSync(join(logs, written), 'utf8'));
}

const logsIn = (directory) =>
  new Set(existsSync(directory) ? readdirSync(directory).filter((name) => name.endsWith('.log')) : []);

/** Titles of what did not pass, from the battery down to the test. */
function failures({ title = '', status, error, tests = [] }, above = []) {
  const path = title === '' ? above : [...above, title];
  if (tests.length > 0) return tests.flatMap((test) => failures(test, path));
  return status === 'passed' ? [] : [`${path.join(' > ')}: ${String(error ?? status).slice(0, 300)}`];
}

const { suite: given, version: wanted } = options();
if (given === undefined) refuse(usage);
if (wanted !== undefined && !versions.includes(wanted)) refuse(`--version is one of ${versions.join(', ')}`);
const suite = resolve(given);
for (const needed of ['bin/console_runner.js', 'node_modules'])
  if (!existsSync(join(suite, needed)))
    refuse(`${suite} is no installed conformance suite: ${needed} is missing. See docs/conformance.md.`);

let whole = true;
for (const version of wanted === undefined ? versions : [wanted]) {
  const { state, summary, log } = await withServer(version, (url) => runSuite(suite, version, url));
  for (const failure of failures(log)) process.stdout.write(`failed: ${failure}\n`);
  const passed = state === 'finished' && summary.total > 0 && summary.passed === summary.total;
  const ending = state === 'finished' ? '' : `, and the run was ${state}`;
  process.stdout.write(`${summary.passed} of ${summary.total} (${version})${ending}\n`);
  whole &&= passed;
}
process.exitCode = whole ? 0 : 1;
