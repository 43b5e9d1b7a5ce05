import { describe, expect, it } from '@jest/globals';
import { PatientLookup } from './patient-lookup.js';

describe('a lookup with little patience', () => {
  const known = new Map([['a', { contentHash: 'x', stored: '2026-11-20T00:00:00.000Z' }]]);
  const errors: unknown[] = [];
  const asking = (find: () => Promise<typeof known>) => {
    let asked = 0;
    const lookup = new PatientLookup(
      {
        find: () => {
          asked += 1;
          return find();
        },
      },
      20,
      (error) => errors.push(error),
    );
    return { lookup, asked: () => asked };
  };

  it('gives what the store says in time', async () => {
    const { lookup } = asking(() => Promise.resolve(known));
    expect(await lookup.find('t', ['a'])).toBe(known);
  });

  it.each([
    ['says nothing', () => new Promise<never>(() => undefined)],
    ['is away', () => Promise.reject(new Error('ECONNREFUSED'))],
  ])('knows nothing where the store %s, tells why, and leaves it alone for a while', async (_, find) => {
    errors.length = 0;
    const { lookup, asked } = asking(find);
    expect((await lookup.find('t', ['a'])).size).toBe(0);
    expect((await lookup.find('t', ['a'])).size).toBe(0);
    expect(errors).toHaveLength(1);
    expect(asked()).toBe(1);
  });
});
