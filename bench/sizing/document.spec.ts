import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { markdownOf } from '../report.js';
import { sizingReports } from '../sizing.bench.js';

const document = readFileSync(new URL('../../docs/sizing.md', import.meta.url), 'utf8');

it.each(sizingReports().map((report) => [report.title, markdownOf(report)] as const))(
  'docs/sizing.md holds the program’s table: %s',
  (_, table) => {
    // where it does not: npm run bench sizing -- --markdown
    expect(document).toContain(table);
  },
);
