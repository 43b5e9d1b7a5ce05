import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { installation } from '../apps/api/src/package-version.js';
import type { Measurement } from './harness.js';

/** What a browser loads before anything is shown: the document and what it names, gzip, without charts. */
export function firstPage(): Promise<Measurement[]> {
  const pages = fileURLToPath(new URL('dist/dashboards/', installation));
  const document = readFileSync(`${pages}index.html`, 'utf8');
  const named = [...document.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map((match) => match[1]!);
  const first = [`index.html`, ...named].reduce((sum, file) => sum + gzipped(`${pages}${file}`), 0);
  const charts = readdirSync(`${pages}assets`)
    .filter((file) => /chart/i.test(file) && file.endsWith('.js'))
    .reduce((sum, file) => sum + gzipped(`${pages}assets/${file}`), 0);
  const own = { unit: 'kB gzip', better: 'less' } as const;
  return Promise.resolve([
    {
      what: 'first page load before charts',
      runs: [first / 1000],
      limit: 100,
      peer: '83 with the same set of packages',
      ...own,
    },
    { what: 'charts, loaded where they are shown', runs: [charts / 1000], limit: 200, peer: '', ...own },
  ]);
}

function gzipped(file: string): number {
  return existsSync(`${file}.gz`) ? statSync(`${file}.gz`).size : gzipSync(readFileSync(file)).length;
}
