import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import { problemKinds } from '../../apps/api/src/http/problem.js';
import { citation, type Rule } from '#libs/xapi';

const root = fileURLToPath(new URL('../../', import.meta.url));
const text = (path: string): string => readFileSync(join(root, path), 'utf8');
const guide = text('docs/guides/integrator/refusals.md');
/** Cells of every row of a table. */
const rows = guide
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '')));

it('the guide has each status with its type, and no others', () => {
  const documented = rows
    .filter(([status = '', type = '']) => /^\d{3}$/.test(status) && type.startsWith('`'))
    .map(([status, type = '']) => [type.replaceAll('`', ''), Number(status)]);
  expect(Object.fromEntries(documented)).toEqual(
    Object.fromEntries(Object.entries(problemKinds).map(([kind, { status }]) => [kind, status])),
  );
});

it('the guide has each rule that an error can name, under its sections in both versions', () => {
  const names = [...text('libs/xapi/src/validate/rules.ts').matchAll(/^ {2}(\w+): \['/gm)].map(
    ([, name]) => name as Rule,
  );
  expect(names.length).toBeGreaterThan(30);
  const wanted = names.map((rule) => [
    citation(rule, '1.0.3').replace('xAPI 1.0.3, ', ''),
    citation(rule, '2.0.0').replace('xAPI 2.0, ', ''),
  ]);
  const documented = rows.map(([first, second]) => `${first ?? ''} | ${second ?? ''}`);
  expect(wanted.map((pair) => pair.join(' | ')).filter((pair) => !documented.includes(pair))).toEqual([]);
});

/** English sentences in the record store's source, each as its longest piece that is always the same. */
function sentences(path: string): readonly string[] {
  const source = text(path)
    .replace(/^\s*(?:\/\/|\/\*\*|\*).*$/gm, '')
    .replace(/new Error\([^)]*\)|@Access\([^)]*\)/g, '');
  return [
    ...source.matchAll(/(?<=(?:en: |badRequest\(|#refused\(|, |\?\? |^)\s*)(?:'([^'\n]+)'|`([^`]+)`)/gm),
  ]
    .map(([, plain, template]) => plain ?? template ?? '')
    .filter((one) => /^[\p{ASCII}]+$/u.test(one) && one.split(' ').length > 3)
    .map((one) => one.split(/\$\{(?:[^{}]|\{[^}]*\})*\}?/).reduce((a, b) => (b.length > a.length ? b : a)))
    .map((piece) => piece.replace(/ ?\(xAPI[^)]*\)\.?/, '').trim());
}

it('the guide has every sentence with which the record store refuses', () => {
  const folder = 'apps/api/src/xapi';
  const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.ts') && !name.endsWith('.spec.ts') && !name.endsWith('.query.ts'),
  );
  const said = files.flatMap((name) => sentences(`${folder}/${name}`));
  expect(said.length).toBeGreaterThan(30);
  expect(said.filter((piece) => !guide.includes(piece))).toEqual([]);
});
