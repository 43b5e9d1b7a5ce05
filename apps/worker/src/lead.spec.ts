import { describe, expect, it } from '@jest/globals';
import { lead } from './lead.js';

/** One lock, as PostgreSQL keeps it. */
function fakeLock() {
  let isHeld = false;
  const lost = new Set<AbortController>();
  return {
    async whereLeading(_: string, work: (lost: AbortSignal) => Promise<void>): Promise<boolean> {
      if (isHeld) return false;
      isHeld = true;
      const controller = new AbortController();
      lost.add(controller);
      await work(controller.signal);
      isHeld = false;
      return true;
    },
    cut: () => {
      for (const controller of lost) controller.abort();
    },
  };
}

const soon = (ms = 20) => new Promise((resolve) => setTimeout(resolve, ms));

describe('work that one process leads', () => {
  const names: string[] = [];
  const process = (lock: ReturnType<typeof fakeLock>, name: string) =>
    lead(
      lock,
      'sweep',
      () => {
        names.push(`${name} begins`);
        return [{ stop: () => Promise.resolve(void names.push(`${name} ends`)) }];
      },
      (error) => names.push(String(error)),
    );

  it('is begun by one of two, and by the other when the first has ended it', async () => {
    names.length = 0;
    const lock = fakeLock();
    const first = process(lock, 'first');
    const second = process(lock, 'second');
    await soon();
    expect(names).toEqual(['first begins']);
    await first.stop();
    await soon(1100);
    expect(names).toEqual(['first begins', 'first ends', 'second begins']);
    await second.stop();
    expect(names.at(-1)).toBe('second ends');
  });

  it('ends with the connection that holds the lock, and begins again', async () => {
    names.length = 0;
    const lock = fakeLock();
    const only = process(lock, 'only');
    await soon();
    lock.cut();
    await soon();
    expect(names).toEqual(['only begins', 'only ends']);
    await soon(1100);
    expect(names.at(-1)).toBe('only begins');
    await only.stop();
  });
});
