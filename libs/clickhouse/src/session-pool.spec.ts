import { describe, expect, it } from '@jest/globals';
import type { Session } from 'chdb';
import { SessionPool } from './session-pool.js';

describe('session pool', () => {
  const poolOf = (limit: number, failure?: Error) => {
    const events: string[] = [];
    const note = (event: string): Promise<void> => Promise.resolve(void events.push(event));
    let made = 0;
    const open = (): Promise<Session> => {
      if (failure !== undefined) return Promise.reject(failure);
      const name = `session ${++made}`;
      events.push(`${name} opened`);
      return Promise.resolve({ close: () => events.push(`${name} closed`) } as unknown as Session);
    };
    const engine = { open, interrupt: () => note('interrupted'), shutDown: () => note('engine closed') };
    return { events, pool: new SessionPool(engine, limit) };
  };

  it('lends a session to one call at a time and opens no more than it may', async () => {
    const { pool, events } = poolOf(2);
    const inUse = new Set<Session>();
    await Promise.all(
      Array.from({ length: 20 }, () =>
        pool.use(async (session) => {
          expect(inUse.has(session)).toBe(false);
          inUse.add(session);
          await new Promise((resolve) => setTimeout(resolve, 1));
          inUse.delete(session);
        }),
      ),
    );
    expect(events).toEqual(['session 1 opened', 'session 2 opened']);
  });

  it('gets a session back from a call that failed', async () => {
    const { pool } = poolOf(1);
    await expect(pool.use(() => Promise.reject(new Error('refused')))).rejects.toThrow('refused');
    await expect(pool.use(() => Promise.resolve('next'))).resolves.toBe('next');
  });

  it('lets running calls finish when it closes, and refuses those that wait', async () => {
    const { pool, events } = poolOf(1);
    const running = await pool.take();
    const waiting = pool.use(() => Promise.resolve());
    const closing = pool.close();
    await expect(waiting).rejects.toThrow('closed');
    await expect(pool.take()).rejects.toThrow('closed');
    expect(events).toEqual(['session 1 opened']);
    pool.give(running);
    await closing;
    expect(events).toEqual(['session 1 opened', 'session 1 closed', 'engine closed']);
  });

  it('interrupts what has not finished after the grace time', async () => {
    const { pool, events } = poolOf(1);
    const running = await pool.take();
    const closing = pool.close(5);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(events).toEqual(['session 1 opened', 'interrupted']);
    pool.give(running);
    await closing;
    expect(events.slice(2)).toEqual(['session 1 closed', 'engine closed']);
  });

  it('leaves nobody waiting for a session that cannot be opened, and closes', async () => {
    const { pool, events } = poolOf(1, new Error('no engine'));
    const first = pool.take();
    const waiting = pool.take();
    await expect(first).rejects.toThrow('no engine');
    await expect(waiting).rejects.toThrow('no engine');
    await pool.close();
    expect(events).toEqual(['engine closed']);
  });
});
