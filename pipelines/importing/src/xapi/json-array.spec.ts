import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BrokenSourceError } from '../source/source-error.js';
import { jsonArrayItems, type JsonItem } from './json-array.js';

async function itemsOf(text: string, size = 7): Promise<{ items: JsonItem[]; error: unknown }> {
  async function* chunks() {
    for (let at = 0; at < text.length; at += size)
      yield await Promise.resolve({ text: text.slice(at, at + size), sound: true });
  }
  const items: JsonItem[] = [];
  try {
    for await (const found of jsonArrayItems(chunks())) items.push(...found);
    return { items, error: undefined };
  } catch (error) {
    return { items, error };
  }
}

describe('the values of a JSON array', () => {
  it('are found in whatever pieces the array comes', async () => {
    const values = fc.array(fc.oneof(fc.json(), fc.constantFrom('"]"', '{"a":"\\\\\\"}["}', '[[],{}]')));
    await fc.assert(
      fc.asyncProperty(values, fc.integer({ min: 1, max: 20 }), async (written, size) => {
        const { items, error } = await itemsOf(` [ ${written.join(' ,\n ')} ]\n`, size);
        expect(error).toBeUndefined();
        expect(items.map(({ text }) => JSON.parse(text) as unknown)).toEqual(
          written.map((text) => JSON.parse(text) as unknown),
        );
      }),
    );
  });

  it('have the lines that they begin on', async () => {
    const { items } = await itemsOf('[\n{"a": 1},\n\n{\n"a": 2\n},\n3]');
    expect(items.map(({ line }) => line)).toEqual([2, 4, 7]);
  });

  it('cost only themselves where their brackets match', async () => {
    const { items, error } = await itemsOf('[{"a": 1}, {nonsense}, {"a": 3}]');
    expect(items.map(({ text }) => text)).toEqual(['{"a": 1}', '{nonsense}', '{"a": 3}']);
    expect(error).toBeUndefined();
  });

  it.each([
    ['[{"a": 1},\n{"a": 2},\n{"a"', 'does not end', 3],
    ['[{"a": 1},\n{"a": "2},\n{"a": 3}]', 'does not end', 2],
    ['[{"a": 1}]\n{"a": 2}', 'something follows', 2],
  ])('before the break are given out: %j', async (text, message, line) => {
    const { items, error } = await itemsOf(text);
    expect(items[0]?.text).toBe('{"a": 1}');
    expect(error).toBeInstanceOf(BrokenSourceError);
    expect(error).toMatchObject({ line });
    expect(String(error)).toContain(message);
  });
});
