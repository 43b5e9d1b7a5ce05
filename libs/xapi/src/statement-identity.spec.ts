import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Statement } from './statement.js';
import { contentHash, hasSameContent } from './statement-identity.js';
import { arbitraryStatement } from './testing/arbitrary-statement.js';
import { fullStatement, put } from './testing/rule-rows.js';

const full = (): Statement => fullStatement() as unknown as Statement;
const changed = (path: string, value: unknown): Statement =>
  put(fullStatement(), path, value) as unknown as Statement;

describe('statements of equal content', () => {
  it.each<[string, string, unknown]>([
    ['another id', 'id', '12345678-1234-4234-8234-123456789abc'],
    ['no id', 'id', undefined],
    ['another stored', 'stored', '2027-01-01T00:00:00Z'],
    ['another authority', 'authority', { mbox: 'mailto:other@example.org' }],
    ['another version', 'version', '1.0.9'],
    ['another name of the agent', 'actor.name', 'Zhang S.'],
    ['another display of the verb', 'verb.display', { en: 'replied' }],
    ['another definition of the activity', 'object.definition', undefined],
    ['the same instant elsewhere', 'timestamp', '2026-03-02T00:15:30.123Z'],
    ['the same instant with trailing zeros', 'timestamp', '2026-03-02T01:15:30.123000+01:00'],
    ['a duration that differs below 0.01 s', 'result.duration', 'PT4H35M59.149S'],
    [
      'a single activity in an array',
      'context.contextActivities.grouping',
      [{ id: 'course-v1:Rural+CME+2026' }],
    ],
    ['a registration in capitals', 'context.registration', 'EC531277-B57B-4C15-8D91-D292C5B2B8F7'],
  ])('%s', (_, path, value) => {
    expect(contentHash(changed(path, value))).toBe(contentHash(full()));
  });

  it('members in another order', () => {
    const members = [{ mbox: 'mailto:a@example.org' }, { mbox: 'mailto:b@example.org' }];
    const group = (member: unknown[]) => contentHash(changed('actor', { objectType: 'Group', member }));
    expect(group(members)).toBe(group([...members].reverse()));
  });

  it('keys in another order, at any depth', () => {
    fc.assert(
      fc.property(arbitraryStatement, (statement) => {
        expect(contentHash(reversed(statement))).toBe(contentHash(statement));
      }),
    );
  });
});

describe('statements of other content', () => {
  it.each<[string, string, unknown]>([
    ['actor', 'actor.mbox', 'mailto:li@example.org'],
    ['kind of identifier', 'actor', { openid: 'mailto:zhang@example.org' }],
    ['verb', 'verb.id', 'http://adlnet.gov/expapi/verbs/asked'],
    ['activity', 'object.id', 'http://example.org/question/2'],
    ['object type', 'object', { objectType: 'StatementRef', id: '6690e6c9-3ef0-4ed3-8b37-7f3964730bee' }],
    ['score', 'result.score.raw', 6],
    ['success', 'result.success', false],
    ['no success', 'result.success', undefined],
    ['response', 'result.response', 'b'],
    ['duration by 0.01 s', 'result.duration', 'PT4H35M59.15S'],
    ['duration in other units', 'result.duration', 'PT16559.14S'],
    ['result extension', 'result.extensions', { 'http://example.org/tries': { first: 0 } }],
    ['parent', 'context.contextActivities.parent', [{ id: 'http://example.org/quiz/2' }]],
    ['parent as grouping', 'context.contextActivities', { grouping: [{ id: 'http://example.org/quiz/1' }] }],
    ['team', 'context.team', undefined],
    ['language', 'context.language', 'en'],
    ['timestamp by a millisecond', 'timestamp', '2026-03-02T08:15:30.124+08:00'],
    ['timestamp by a microsecond', 'timestamp', '2026-03-02T08:15:30.123001+08:00'],
    ['no timestamp', 'timestamp', undefined],
    ['attachment', 'attachments.0.length', 28],
  ])('%s', (_, path, value) => {
    expect(contentHash(changed(path, value))).not.toBe(contentHash(full()));
  });
});

describe('what is stored under the id already', () => {
  const stored = '2026-03-02T00:15:31.000Z';
  const sentWithout = { contentHash: contentHash(changed('timestamp', undefined)), stored };

  it('is the same when it is sent again', () => {
    expect(hasSameContent({ contentHash: contentHash(full()), stored }, full())).toBe(true);
    expect(hasSameContent(sentWithout, changed('timestamp', undefined))).toBe(true);
  });

  it('is the same when a client sends back what it read, with the timestamp that the store had set', () => {
    expect(hasSameContent(sentWithout, changed('timestamp', stored))).toBe(true);
    expect(hasSameContent(sentWithout, changed('timestamp', '2026-03-02T08:15:31+08:00'))).toBe(true);
  });

  it('is another with another timestamp, or other content', () => {
    expect(hasSameContent(sentWithout, full())).toBe(false);
    expect(
      hasSameContent({ contentHash: contentHash(full()), stored }, changed('timestamp', undefined)),
    ).toBe(false);
    expect(hasSameContent(sentWithout, { ...changed('timestamp', stored), verb: { id: 'x:y' } })).toBe(false);
  });
});

function reversed<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(reversed) as T;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, part]: [string, unknown]) => [key, reversed(part)]),
  ) as T;
}
