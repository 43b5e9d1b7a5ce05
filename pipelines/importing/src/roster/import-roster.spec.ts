import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { RosterInput } from '#libs/contracts';
import { MemoryImport } from '../testing/memory-import.js';

let memory: MemoryImport;
beforeEach(async () => {
  memory = await MemoryImport.open();
});
afterEach(() => memory.remove());

const county: RosterInput = {
  regions: [
    { code: 'gz', parent: null, level: 'province', name: { zh: '贵州', en: 'Guizhou' } },
    { code: 'gs', parent: 'gz', level: 'county', name: { zh: '关山', en: 'Guanshan' } },
  ],
  programs: [{ code: 'cme', name: { zh: '继续教育', en: 'CME' } }],
};

describe('a roster document', () => {
  it('goes to the roster as it is, with what it leaves out', async () => {
    await memory.write('roster.json', JSON.stringify(county));
    const report = await memory.run('roster');
    expect(report.problems).toEqual([]);
    expect(report.tables.slice(0, 2)).toEqual([
      { table: 'regions', read: 2, accepted: 2, rejected: 0 },
      { table: 'programs', read: 1, accepted: 1, rejected: 0 },
    ]);
    expect(memory.rosters[0]?.regions[1]).toMatchObject({
      code: 'gs',
      validFrom: '1970-01-01',
      validTo: null,
    });
  });

  it('keeps its good rows; the bad ones are named by part and place', async () => {
    const bad = { code: 'x', parent: 'gz', level: 'continent', name: { zh: 'x', en: 'x' } };
    await memory.write('roster.json', JSON.stringify({ ...county, regions: [bad, ...county.regions!] }));
    const report = await memory.run('roster');
    expect(report.problems).toMatchObject([{ line: 1, field: 'regions.level', count: 1 }]);
    expect(report.tables[0]).toEqual({ table: 'regions', read: 3, accepted: 2, rejected: 1 });
    expect(memory.rosters[0]?.regions.map(({ code }) => code)).toEqual(['gz', 'gs']);
  });

  it.each([
    ['{"regions": [', 'is not JSON'],
    ['[]', 'must be an object with some of regions'],
  ])('%s is refused', async (text, message) => {
    await memory.write('roster.json', text);
    expect((await memory.run('roster')).problems[0]?.message).toContain(message);
    expect(memory.rosters).toEqual([]);
  });
});
