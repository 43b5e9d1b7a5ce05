import { describe, expect, it } from '@jest/globals';
import { Gathered } from './gathered.js';

describe('questions that come together', () => {
  it('share one query; those that come while it runs share the next; groups do not wait for each other', async () => {
    const runs: [string, readonly number[]][] = [];
    let finish: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (finish = resolve));
    const gathered = new Gathered<number, number>(async (group, asks) => {
      runs.push([group, asks]);
      if (group === 'a') await held;
      return (ask) => ask * 10;
    });
    const first = [gathered.ask('a', 1), gathered.ask('a', 2)];
    expect(await gathered.ask('b', 3)).toBe(30);
    const second = [gathered.ask('a', 4), gathered.ask('a', 4)];
    finish();
    expect(await Promise.all([...first, ...second])).toEqual([10, 20, 40, 40]);
    expect(runs).toEqual([
      ['a', [1, 2]],
      ['b', [3]],
      ['a', [4, 4]],
    ]);
  });

  it('fail together, and the next ones are asked anew', async () => {
    let away = true;
    const gathered = new Gathered<number, number>(() =>
      away ? Promise.reject(new Error('the store is away')) : Promise.resolve((ask) => ask),
    );
    const asks = [gathered.ask('a', 1), gathered.ask('a', 2)];
    await expect(Promise.allSettled(asks)).resolves.toMatchObject([
      { status: 'rejected' },
      { status: 'rejected' },
    ]);
    away = false;
    expect(await gathered.ask('a', 3)).toBe(3);
  });
});
