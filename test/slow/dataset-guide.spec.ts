import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from '@jest/globals';

const root = fileURLToPath(new URL('../..', import.meta.url));
const guide = readFileSync(join(root, 'docs/guides/researcher.md'), 'utf8');

/** Commands of the block of the guide that begins with `first`, without their comments. */
function commandsFrom(first: string): string[][] {
  const block = /```sh\n([\s\S]*?)```/g;
  const own =
    [...guide.matchAll(block)].map(([, text = '']) => text).find((text) => text.startsWith(first)) ?? '';
  return own
    .trim()
    .split('\n')
    .map((line) =>
      line
        .replace(/ +#.*$/, '')
        .split(' ')
        .slice(2),
    );
}

const folder = mkdtempSync(join(tmpdir(), 'snowlight-guide-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the worked example of the researcher’s guide', () => {
  it('runs as it stands there, and gives a model, chances and an evaluation', () => {
    const commands = commandsFrom('npx snowlight simulate --learners 300');
    expect(commands.map(([first, second]) => `${first!} ${second!}`)).toEqual([
      'simulate --learners',
      'model train',
      'model predict',
      'model evaluate',
    ]);
    const said = commands.map((args) =>
      execFileSync(process.execPath, [join(root, 'bin/snowlight.cjs'), ...args], {
        cwd: folder,
        encoding: 'utf8',
        stdio: 'pipe',
      }),
    );
    expect(said[1]).toMatch(/^risk-[0-9a-f]{10} in risk\.json: notcompleted, horizons 7, 14, 28, end\n/);
    const [header, ...rows] = readFileSync(join(folder, 'chances.csv'), 'utf8').trimEnd().split('\n');
    expect(header).toBe('learner,course,day,horizon,p,lower,upper,abstained,reasons');
    expect(new Set(rows.map((row) => row.split(',')[1]))).toEqual(new Set(['htn-2026-03', 't2d-2026-03']));
    expect(said[3]).toContain('7-day rule');
    const { rows: judged } = JSON.parse(readFileSync(join(folder, 'evaluation.json'), 'utf8')) as {
      rows: readonly { readonly horizon: string; readonly method: string; readonly auc: number }[];
    };
    const own = judged.filter(({ method, horizon }) => method === 'snowlight' && horizon === 'end');
    expect(own).toHaveLength(3);
    for (const { auc } of own) expect(auc).toBeGreaterThan(0.65);
  }, 180_000);
});
