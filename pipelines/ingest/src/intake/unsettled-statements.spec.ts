import { describe, expect, it } from '@jest/globals';
import { verbs } from '#libs/contracts';
import type { Statement } from '#libs/xapi';
import { createEncodeStatement } from '../batch/encode.step.js';
import { PreparedStatement } from '../prepared-statement.js';
import { StoredChanges } from '../stored-changes.js';
import { UnsettledStatements } from './unsettled-statements.js';

const idOf = (n: number): string => `00000000-0000-4000-8000-00000000000${String(n)}`;

function prepared(n: number, more: Partial<Statement> = {}): PreparedStatement {
  const whole: Statement = {
    id: idOf(n),
    actor: { objectType: 'Agent', account: { homePage: 'https://a.example.org', name: 'p' } },
    verb: { id: 'http://adlnet.gov/expapi/verbs/completed' },
    object: { objectType: 'Activity', id: 'https://a.example.org/unit' },
    timestamp: '2026-01-01T00:00:00.000Z',
    ...more,
  };
  const fields = {
    tenant: 'default',
    timeZone: 'UTC',
    learnerPid: 'p',
    id: idOf(n),
    stored: '2026-01-01T00:00:00.000Z',
    n,
    contentHash: `hash-${String(n)}`,
    version: '1.0.3',
    source: 'xapi',
  };
  return new PreparedStatement(fields, whole, createEncodeStatement());
}

const about = (n: number, verb: string) =>
  prepared(n, { verb: { id: verb }, object: { objectType: 'StatementRef', id: idOf(1) } });

/** A promise, and what resolves it. */
function handling() {
  let done: () => void = () => undefined;
  return { handled: new Promise<void>((resolve) => (done = resolve)), done: () => done() };
}

describe('statements that are acknowledged and not yet stored', () => {
  it('are known and read until the store has them, each tenant its own', async () => {
    const unsettled = new UnsettledStatements();
    const { handled, done } = handling();
    const added = unsettled.add('default', [prepared(1), prepared(2)], handled);
    expect(unsettled.find('default', idOf(1))).toMatchObject({ contentHash: 'hash-1' });
    expect(unsettled.of('default')?.all.map(({ n }) => n)).toEqual([1, 2]);
    expect(unsettled.of('default')?.byId(idOf(2))).toMatchObject({ n: 2 });
    expect(unsettled.of('other')).toMatchObject({ all: [] });
    done();
    await added;
    expect(unsettled.find('default', idOf(1))).toBeUndefined();
    expect(unsettled.of('default')?.all).toEqual([]);
  });

  it('keep what they were for whoever has taken them before they left', async () => {
    const unsettled = new UnsettledStatements();
    const { handled, done } = handling();
    const added = unsettled.add('default', [prepared(1)], handled);
    const taken = unsettled.of('default');
    done();
    await added;
    expect(taken?.all.map(({ n }) => n)).toEqual([1]);
  });

  it.each([
    ['voids', verbs.voided],
    ['is about', 'http://adlnet.gov/expapi/verbs/commented'],
  ])('cannot be read as long as one %s another', async (_what, verb) => {
    const unsettled = new UnsettledStatements();
    const first = handling();
    const second = handling();
    const one = unsettled.add('default', [prepared(1)], first.handled);
    const other = unsettled.add('default', [about(2, verb)], second.handled);
    expect(unsettled.of('default')).toBeNull();
    expect(unsettled.find('default', idOf(2))).toBeDefined();
    second.done();
    await other;
    expect(unsettled.of('default')?.all.map(({ n }) => n)).toEqual([1]);
    first.done();
    await one;
  });

  it('change the answers that they belong into at once', () => {
    const changes = new StoredChanges();
    const before = changes.stampOf('default', null);
    void new UnsettledStatements((rows) => changes.stored(rows)).add(
      'default',
      [prepared(1)],
      new Promise(() => undefined),
    );
    expect(changes.stampOf('default', null)).not.toBe(before);
    expect(changes.hasReferences('default')).toBe(false);
    void new UnsettledStatements((rows) => changes.stored(rows)).add(
      'default',
      [about(2, verbs.voided)],
      new Promise(() => undefined),
    );
    expect(changes.hasReferences('default')).toBe(true);
    expect(changes.hasVoids('default')).toBe(true);
  });
});
