import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { arbitraryStatement } from '../testing/arbitrary-statement.js';
import { firstError, fullStatement, put } from '../testing/rule-rows.js';
import type { XapiVersion } from '../version.js';
import { correctStatement } from './correct-statement.js';

const identity = (key: string, value: unknown) =>
  put(put(fullStatement(), 'actor.mbox', undefined), `actor.${key}`, value);

type Row = readonly [
  scenario: string,
  path: string,
  sent: unknown,
  kept: unknown,
  rule: string,
  done: string,
];

const rows: readonly Row[] = [
  [
    'Open edX: a problem of several questions',
    'object.objectType',
    'GroupActivity',
    'Activity',
    'activity-type',
    '"GroupActivity" became "Activity"',
  ],
  [
    'in other capitals',
    'object.objectType',
    'activity',
    'Activity',
    'object-type-case',
    '"activity" became "Activity"',
  ],
  [
    'an id without scheme',
    'object.id',
    '438AD672-DE2C-4F0B',
    'urn:snowlight:lenient:438AD672-DE2C-4F0B',
    'id-scheme',
    '"438AD672-DE2C-4F0B" became "urn:snowlight:lenient:438AD672-DE2C-4F0B"',
  ],
  [
    'an id of Han characters',
    'object.id',
    '课 一',
    'urn:snowlight:lenient:%E8%AF%BE%20%E4%B8%80',
    'id-scheme',
    '"课 一" became "urn:snowlight:lenient:%E8%AF%BE%20%E4%B8%80"',
  ],
  [
    'an id with a space',
    'object.id',
    'http://example.org/a b',
    'http://example.org/a%20b',
    'id-characters',
    '"http://example.org/a b" became "http://example.org/a%20b"',
  ],
  ['an empty map of PHP', 'verb.display', [], {}, 'empty-map', '[] became {}'],
  ['extensions of PHP', 'result.extensions', [], {}, 'empty-map', '[] became {}'],
  [
    'a bare text',
    'verb.display',
    'answered',
    { und: 'answered' },
    'language-map',
    'a bare text became a language map under "und"',
  ],
  ['a locale of POSIX', 'context.language', 'zh_CN', 'zh-CN', 'language-tag', '"zh_CN" became "zh-CN"'],
  [
    'a share beyond 1 by rounding',
    'result.score.scaled',
    1.0000001,
    1,
    'score-rounding',
    '1.0000001 became 1',
  ],
  [
    'a share below -1 by rounding',
    'result.score.scaled',
    -1.0000001,
    -1,
    'score-rounding',
    '-1.0000001 became -1',
  ],
  ['a number as text', 'result.score.scaled', '0.75', 0.75, 'number-text', '"0.75" became 0.75'],
  ['a duration without T', 'result.duration', 'P0S', 'PT0S', 'duration-form', '"P0S" became "PT0S"'],
  [
    'minutes and seconds without T',
    'result.duration',
    'P5M10.5S',
    'PT5M10.5S',
    'duration-form',
    '"P5M10.5S" became "PT5M10.5S"',
  ],
  ['no duration', 'result.duration', 'PT', 'PT0S', 'duration-form', '"PT" became "PT0S"'],
  [
    'a duration in small letters',
    'result.duration',
    'pt30s',
    'PT30S',
    'duration-form',
    '"pt30s" became "PT30S"',
  ],
  [
    'a space for T',
    'timestamp',
    '2026-11-20 08:00:00',
    '2026-11-20T08:00:00Z',
    'timestamp-zone',
    '"2026-11-20 08:00:00" has no offset and was read as UTC: 2026-11-20T08:00:00Z',
  ],
  [
    'an offset of minus zero',
    'timestamp',
    '2026-11-20T08:00:00.5-00:00',
    '2026-11-20T08:00:00.5Z',
    'timestamp-form',
    '"2026-11-20T08:00:00.5-00:00" became "2026-11-20T08:00:00.5Z"',
  ],
  ['a null member', 'result.completion', null, undefined, 'null-member', 'null was left out'],
  ['a null part', 'context', null, undefined, 'null-member', 'null was left out'],
  ['a null in an account', 'object.definition.moreInfo', null, undefined, 'null-member', 'null was left out'],
];

describe('what real senders write in another way', () => {
  it.each(rows)('%s: %s', (_, path, sent, kept, rule, done) => {
    const statement = put(fullStatement(), path, sent);
    const before = JSON.stringify(statement);
    expect(firstError(statement)).toBeDefined();
    const { value, corrections } = correctStatement(statement, '1.0.3');
    expect(value).toEqual(put(fullStatement(), path, kept));
    expect(firstError(value)).toBeUndefined();
    expect(corrections).toEqual([{ path, rule, done }]);
    expect(JSON.stringify(statement)).toBe(before);
  });

  it.each<readonly [string, XapiVersion, string, string]>([
    ['no offset is UTC, as 1.0.x reads it', '2.0.0', '2026-11-20T08:00:00.123', '2026-11-20T08:00:00.123Z'],
    ['an offset without colon', '2.0.0', '2026-11-20T08:00:00+0800', '2026-11-20T08:00:00+08:00'],
    ['an offset in hours', '2.0.0', '2026-11-20T08:00+08', '2026-11-20T08:00:00+08:00'],
  ])('timestamp: %s (%s)', (_, version, sent, kept) => {
    const { value } = correctStatement(put(fullStatement(), 'timestamp', sent), version);
    expect(value).toMatchObject({ timestamp: kept });
  });

  it('mailto is put before an address, which is not quoted', () => {
    const { value, corrections } = correctStatement(identity('mbox', 'zhang@example.org'), '1.0.3');
    expect(value).toMatchObject({ actor: { mbox: 'mailto:zhang@example.org' } });
    expect(corrections).toEqual([
      { path: 'actor.mbox', rule: 'mailto', done: 'mailto: was put before the address' },
    ]);
  });

  it('whoever has members is a group, and a team is one always', () => {
    const statement = put(fullStatement(), 'actor', { member: [{ mbox: 'zhang@example.org' }] });
    put(statement, 'context.team', { mbox: 'mailto:team@example.org' });
    const { value, corrections } = correctStatement(statement, '1.0.3');
    expect(firstError(value)).toBeUndefined();
    expect(value).toMatchObject({
      actor: { objectType: 'Group', member: [{ mbox: 'mailto:zhang@example.org' }] },
      context: { team: { objectType: 'Group' } },
    });
    expect(corrections.map(({ path }) => path)).toEqual([
      'actor.objectType',
      'actor.member[0].mbox',
      'context.team.objectType',
    ]);
  });

  it('an object with an identifier and no id is an agent', () => {
    const statement = put(fullStatement(), 'object', { mbox: 'mailto:zhang@example.org' });
    put(statement, 'context.revision', undefined);
    put(statement, 'context.platform', undefined);
    const { value } = correctStatement(statement, '1.0.3');
    expect(firstError(value)).toBeUndefined();
    expect(value).toMatchObject({ object: { objectType: 'Agent' } });
  });

  it('activities of the context are put right at their places, single ones too', () => {
    const statement = put(fullStatement(), 'context.contextActivities', {
      parent: { id: 'http://example.org/p', objectType: 'GroupActivity', definition: { name: '题组' } },
      grouping: [
        { id: 'http://example.org/g' },
        { id: 'attempt-7', definition: { name: { en_US: 'x', '': 'y' } } },
      ],
      other: null,
    });
    const { value, corrections } = correctStatement(statement, '1.0.3');
    expect(firstError(value)).toBeUndefined();
    expect(corrections.map(({ path, rule }) => `${path} ${rule}`)).toEqual([
      'context.contextActivities.other null-member',
      'context.contextActivities.parent.objectType activity-type',
      'context.contextActivities.parent.definition.name language-map',
      'context.contextActivities.grouping[1].id id-scheme',
      'context.contextActivities.grouping[1].definition.name["en_US"] language-tag',
      'context.contextActivities.grouping[1].definition.name[""] language-tag',
    ]);
  });

  it('a range of nothing is no range', () => {
    const statement = put(fullStatement(), 'result.score', { scaled: 0, raw: 0, min: 0, max: 0 });
    const { value, corrections } = correctStatement(statement, '1.0.3');
    expect(value).toMatchObject({ result: { score: { scaled: 0, raw: 0, max: 0 } } });
    expect(firstError(value)).toBeUndefined();
    expect(corrections).toEqual([
      { path: 'result.score.min', rule: 'score-range', done: 'min 0, equal to max, was left out' },
    ]);
  });

  it('a sub-statement is put right like a statement', () => {
    const { actor, verb } = fullStatement();
    const sub = {
      objectType: 'SubStatement',
      actor,
      verb,
      object: { id: 'page-1' },
      result: { success: null },
    };
    const statement = put(fullStatement(), 'object', sub);
    put(statement, 'context', undefined);
    const { value, corrections } = correctStatement(statement, '1.0.3');
    expect(firstError(value)).toBeUndefined();
    expect(corrections.map(({ path }) => path)).toEqual(['object.object.id', 'object.result.success']);
  });
});

describe('what could mean more than one thing is left', () => {
  it.each<readonly [string, string, unknown]>([
    ['a share that is no rounding', 'result.score.scaled', 1.01],
    ['a score beyond its range', 'result.score.raw', 11],
    ['a duration of seconds', 'result.duration', '35'],
    ['a negative duration', 'result.duration', '-PT5S'],
    ['a date of another order', 'timestamp', '20/11/2026 08:00'],
    ['a day that is none', 'timestamp', '2026-02-30 08:00:00'],
    ['no object', 'object', undefined],
    ['no id', 'object.id', undefined],
    ['an empty id', 'object.id', ''],
    ['a verb without scheme', 'verb.id', 'answered'],
    ['two identifiers', 'actor.openid', 'http://example.org/zhang'],
    ['a language in words', 'context.language', 'Chinese (simplified)'],
    ['an unknown key', 'result.grade', 'A'],
  ])('%s: %s = %j', (_, path, sent) => {
    const statement = put(fullStatement(), path, sent);
    const refused = firstError(statement);
    const { value, corrections } = correctStatement(statement, '1.0.3');
    expect(refused).toBeDefined();
    expect(firstError(value)).toBe(refused);
    expect(value).toBe(statement);
    expect(corrections).toEqual([]);
  });

  it.each([[null], ['text'], [[]], [7]])('%j is no statement', (value) => {
    expect(correctStatement(value, '1.0.3')).toEqual({ value, corrections: [] });
  });

  it('a legal statement', () => {
    fc.assert(
      fc.property(arbitraryStatement, (statement) => {
        expect(correctStatement(statement, '1.0.3').value).toBe(statement);
      }),
    );
  });

  it('corrected once is corrected: a second time finds nothing', () => {
    const broken = fc
      .subarray([...rows], { minLength: 1 })
      .map((some) =>
        some.reduce((statement, [, path, sent]) => tryPut(statement, path, sent), fullStatement()),
      );
    fc.assert(
      fc.property(broken, (statement) => {
        const { value } = correctStatement(statement, '1.0.3');
        expect(correctStatement(value, '1.0.3').corrections).toEqual([]);
      }),
    );
  });
});

/** A part may be null by then. */
function tryPut(statement: Record<string, unknown>, path: string, sent: unknown): Record<string, unknown> {
  const [part = ''] = path.split('.');
  return path.includes('.') && statement[part] === null ? statement : put(statement, path, sent);
}
