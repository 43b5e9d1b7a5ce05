import { expect, it } from '@jest/globals';
import { StatementMemory } from './statement-memory.js';

const mebibyte = 1024 * 1024;
const read = (word: string, statement: string) => ({
  id: `${word.padStart(8, '0')}-0000-4000-8000-000000000000`,
  stored: '2026-03-01 08:30:00.123',
  n: 1,
  statement,
});

it('remembers what somebody has asked for by its id, and pushes out none of the newest for it', () => {
  const memory = new StatementMemory(64 * mebibyte);
  const newest = read('a', '{"newest":true}');
  memory.recent.storedBefore('t', newest);
  const long = JSON.stringify('x'.repeat(50_000));
  for (let n = 0; n < 1000; n++) memory.asked('t', read(String(n), long));
  expect(memory.byId('t', newest.id)).toEqual(newest);
  expect(memory.byId('t', read('999', long).id)).toEqual(read('999', long));
  expect(memory.byId('other', read('999', long).id)).toBeUndefined();
  expect(memory.byId('t', read('0', long).id)).toBeUndefined();
});
