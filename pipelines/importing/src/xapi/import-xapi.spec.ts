import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MemoryImport } from '../testing/memory-import.js';

let memory: MemoryImport;
beforeEach(async () => {
  memory = await MemoryImport.open();
});
afterEach(() => memory.remove());

const idOf = (number: number): string => `01900000-0000-7000-8000-${String(number).padStart(12, '0')}`;
const statement = (number: number, changes: object = {}) => ({
  id: idOf(number),
  actor: { mbox: 'mailto:wang@example.org' },
  verb: { id: 'http://adlnet.gov/expapi/verbs/experienced' },
  object: { id: `https://lms.example.org/page/${number}` },
  timestamp: '2026-11-20T02:00:00.000Z',
  ...changes,
});
const lines = (...statements: object[]): string =>
  statements.map((one) => `${JSON.stringify(one)}\n`).join('');
const withoutId = statement(1, { id: undefined });

describe('xAPI files', () => {
  it.each([
    ['JSON lines', lines(statement(1), statement(2))],
    ['a JSON array', JSON.stringify([statement(1), statement(2)], null, 2)],
    ['packed JSON lines', gzipSync(lines(statement(1), statement(2)))],
    ['a packed JSON array', gzipSync(JSON.stringify([statement(1), statement(2)]))],
  ])('are read as %s', async (_, content) => {
    await memory.write('export.json', content);
    const report = await memory.run('xapi');
    expect(report).toMatchObject({ problems: [], notes: [], resumedAt: null, rejectedFile: null });
    expect(report.tables).toEqual([{ table: 'statements', read: 2, accepted: 2, rejected: 0 }]);
    expect([...memory.statements.keys()]).toEqual([idOf(1), idOf(2)]);
    expect(memory.ended).toBe('done');
  });

  it('keep the good lines, and say of the bad ones where and what', async () => {
    const latin1 = Buffer.from(lines(statement(5, { verb: { id: 'https://é.example.org/v' } })), 'latin1');
    const text = `${lines(statement(1))}{"id": nonsense}\n\n${lines(statement(2, { actor: {} }), statement(3))}`;
    await memory.write('export.jsonl', Buffer.concat([Buffer.from(text), latin1]));
    const report = await memory.run('xapi');
    expect(report.tables).toEqual([{ table: 'statements', read: 5, accepted: 2, rejected: 3 }]);
    expect([...memory.statements.keys()]).toEqual([idOf(1), idOf(3)]);
    expect(report.problems.map(({ line, field }) => [line, field])).toEqual([
      [2, ''],
      [4, 'actor'],
      [6, ''],
    ]);
    expect(report.problems[0]?.message).toContain('is not JSON');
    expect(report.problems[1]?.message).toContain('xAPI 1.0.3');
    expect(report.problems[2]?.message).toContain('save the file as UTF-8');
    const rejected = await memory.rejected(report.rejectedFile);
    expect(rejected.map(({ line }) => line)).toEqual([2, 4, 6]);
    expect(rejected[0]?.row).toBe('{"id": nonsense}');
  });

  it('that a cut has shortened give the statements before it', async () => {
    const packed = gzipSync(lines(...Array.from({ length: 500 }, (_, number) => statement(number))));
    await memory.write('export.json.gz', packed.subarray(0, packed.length - 40));
    const report = await memory.run('xapi');
    const [count] = report.tables;
    expect(count?.accepted).toBeGreaterThan(300);
    expect(count).toMatchObject({ accepted: memory.statements.size, rejected: 0 });
    expect(report.problems).toMatchObject([{ file: 'export.json.gz', line: memory.statements.size + 1 }]);
    expect(report.problems[0]?.message).toContain('cut off');
  });

  it('without a statement are reported', async () => {
    await memory.write('export.json', '');
    expect((await memory.run('xapi')).problems).toMatchObject([
      { file: 'export.json', message: 'holds no statement: check that the export was complete' },
    ]);
  });

  it('with statements that have no id bring each once, however often they are imported', async () => {
    await memory.write('export.json', lines(withoutId, { ...withoutId, timestamp: '2026-11-20T03:00:00Z' }));
    await memory.run('xapi');
    const ids = [...memory.statements.keys()];
    await memory.run('xapi');
    expect([...memory.statements.keys()]).toEqual(ids);
    expect(ids).toHaveLength(2);
    expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('out of another record store happened when they were stored there, where nothing else is said', async () => {
    const untimed = statement(1, { timestamp: undefined, stored: '2024-03-01T10:00:00.000Z' });
    await memory.write('export.json', lines(untimed));
    await memory.run('xapi');
    expect(memory.statements.get(idOf(1))?.timestamp).toBe('2024-03-01T10:00:00.000Z');
  });

  it('are judged by the version that they name, else by 1.0.3, else by 2.0 where they use it', async () => {
    const agent = { objectType: 'contextAgent', agent: { mbox: 'mailto:li@example.org' } };
    const context = { contextAgents: [agent] };
    await memory.write(
      'export.json',
      lines(statement(1), statement(2, { context }), statement(3, { context, version: '1.0.0' })),
    );
    const report = await memory.run('xapi');
    expect(memory.deliveries.map(({ version, statements }) => [version, statements.length])).toEqual([
      ['1.0.3', 1],
      ['2.0.0', 1],
    ]);
    expect(report.problems).toMatchObject([{ line: 3, field: 'context.contextAgents' }]);
  });

  it('of a lenient tenant are put right where that is certain, and the report says what was done', async () => {
    const open = { id: 'https://lms.example.org/page/2', objectType: 'GroupActivity' };
    await memory.write(
      'export.jsonl',
      lines(statement(1), statement(2, { object: open }), statement(3, { verb: {}, object: open })),
    );
    const tenant = { id: 'default', timeZone: 'Asia/Shanghai', xapiMode: 'lenient' } as const;
    const report = await memory.run('xapi', { tenant });
    expect([...memory.statements.values()].map(({ object }) => object.objectType)).toEqual([
      undefined,
      'Activity',
    ]);
    expect(memory.deliveries[0]?.corrections?.map((of) => of.map(({ rule }) => rule))).toEqual([
      [],
      ['activity-type'],
    ]);
    expect(report.notes).toMatchObject([{ line: 2, field: 'object.objectType', count: 1 }]);
    expect(report.notes[0]?.message).toMatch(/put right \(activity-type\).*GroupActivity/);
    expect(report.problems).toMatchObject([{ line: 3, field: 'verb.id' }]);
  });

  it('that hold an id twice keep the first, and report the second where it says something else', async () => {
    const other = statement(1, { object: { id: 'https://lms.example.org/other' } });
    await memory.write('export.json', lines(statement(1), statement(1), other, statement(2)));
    const report = await memory.run('xapi');
    expect(report.tables).toEqual([{ table: 'statements', read: 4, accepted: 3, rejected: 1 }]);
    expect(report.problems).toMatchObject([{ line: 3, field: 'id', count: 1 }]);
    expect(memory.statements.size).toBe(2);
    expect(memory.statements.get(idOf(1))).toEqual(statement(1));
  });

  it('store nothing in a dry run, and say all the same', async () => {
    await memory.write('export.json', `${lines(statement(1))}nonsense\n`);
    const report = await memory.run('xapi', { dryRun: true });
    expect(report.tables).toEqual([{ table: 'statements', read: 2, accepted: 1, rejected: 1 }]);
    expect(memory.statements.size).toBe(0);
    expect(memory.job).toBeUndefined();
  });
});

describe('an import that stops', () => {
  const many = Array.from({ length: 9000 }, (_, number) => statement(number));

  beforeEach(() => memory.write('export.json', lines(...many)));

  it('because a store fails, says so; resumed, it stores the rest and reports on all', async () => {
    memory.beforeStoring = ({ statements }) => {
      if (statements.some(({ id }) => id === idOf(5000))) throw new Error('the store is away.');
    };
    await expect(memory.run('xapi')).rejects.toThrow(
      /^The import stopped: the store is away\. Rows up to 5000 are stored; import again with --resume/,
    );
    expect(memory.ended).toBe('failed');
    expect(memory.job).toMatchObject({ row: 5000 });
    memory.beforeStoring = () => undefined;
    memory.deliveries.length = 0;
    const report = await memory.run('xapi', { resume: true });
    expect(report).toMatchObject({ resumedAt: 5000, problems: [] });
    expect(report.tables).toEqual([{ table: 'statements', read: 9000, accepted: 9000, rejected: 0 }]);
    expect(memory.statements.size).toBe(9000);
    expect(memory.deliveries[0]?.statements[0]?.id).toBe(idOf(5000));
  });

  it('never counts a delivery as stored that a slower one before it is not', async () => {
    const checkpoints: unknown[] = [];
    memory.beforeStoring = async ({ statements }) => {
      checkpoints.push(memory.job);
      const isFirst = statements[0]?.id === idOf(0);
      await new Promise((resolve) => setTimeout(resolve, isFirst ? 50 : 1));
      if (isFirst) throw new Error('gone');
    };
    await expect(memory.run('xapi')).rejects.toThrow('Rows up to 0 are stored');
    expect(memory.statements.size).toBeGreaterThan(0);
    expect(checkpoints.every((checkpoint) => checkpoint === undefined)).toBe(true);
  });

  it('because it was told to, can be resumed', async () => {
    const controller = new AbortController();
    memory.beforeStoring = () => controller.abort();
    await expect(memory.run('xapi', { signal: controller.signal })).rejects.toThrow('The import stopped');
    memory.beforeStoring = () => undefined;
    await memory.run('xapi', { resume: true });
    expect(memory.statements.size).toBe(9000);
  });

  it('names a refused id again when it is resumed', async () => {
    memory.statements.set(idOf(10), statement(10, { object: { id: 'https://lms.example.org/before' } }));
    memory.beforeStoring = ({ statements }) => {
      if (statements.some(({ id }) => id === idOf(8000))) throw new Error('away');
    };
    await expect(memory.run('xapi')).rejects.toThrow('The import stopped');
    memory.beforeStoring = () => undefined;
    const report = await memory.run('xapi', { resume: true });
    expect(report.tables).toEqual([{ table: 'statements', read: 9000, accepted: 8999, rejected: 1 }]);
    expect(report.problems).toMatchObject([{ line: 11, field: 'id' }]);
  });
});
