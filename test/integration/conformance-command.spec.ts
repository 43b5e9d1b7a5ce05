import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const root = fileURLToPath(new URL('../..', import.meta.url));

function conformance(...args: readonly string[]) {
  const { status, stderr } = spawnSync(process.execPath, ['bin/conformance.mjs', ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  return { status, stderr };
}

describe('npm run conformance', () => {
  it.each([
    ['without a suite', [], /^usage: .*--suite PATH/],
    ['with an option that it does not know', ['--suit', '.'], /usage/],
    ['with another version', ['--suite', '.', '--version', '1.0.2'], /one of 1\.0\.3, 2\.0\.0/],
    ['where the suite is not', ['--suite', '.'], /no installed conformance suite.*docs\/conformance\.md/],
  ] as const)('%s ends with 2 and a sentence, and starts nothing', (_, args, words) => {
    const { status, stderr } = conformance(...args);
    expect([status, stderr]).toEqual([2, expect.stringMatching(words)]);
  });
});
