import {
  snowlightActivityTypes,
  snowlightExtensions,
  snowlightVerbs,
  verbs,
  videoExtensions,
} from '#libs/contracts';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { pseudonymise } from '../agent-forms.js';
import { pseudonymousAgent, pseudonymousGroup } from '../agents.js';
import type { Result, Statement } from '../statement.js';
import { arbitraryStatement } from '../testing/arbitrary-statement.js';
import { learnerPidOf, normalise, type NormaliseContext } from './normalise.js';

const learner = pseudonymousAgent('learner');
const context: NormaliseContext = {
  tenant: 'anhui',
  timeZone: 'Asia/Shanghai',
  id: 'fd41c918-b88b-4b20-a0a5-a4c32391aaa0',
  stored: '2026-03-05T01:00:00.042Z',
  learnerPid: 'learner',
};
const did = (verb: string, rest: Partial<Statement> = {}): Statement => ({
  actor: learner,
  verb: { id: verb },
  object: { id: 'x:activity' },
  ...rest,
});
const withResult = (result: Result, verb: string = verbs.answered) =>
  normalise(did(verb, { result }), context);

describe('a statement, normalised', () => {
  it('has every column', () => {
    const statement: Statement = {
      actor: learner,
      verb: { id: verbs.answered, display: { en: 'answered' } },
      object: { id: 'x:item', definition: { type: 'http://adlnet.gov/expapi/activities/cmi.interaction' } },
      result: {
        score: { raw: 3, min: 1, max: 5 },
        success: false,
        completion: true,
        duration: 'PT1M30.5S',
        response: 'b',
      },
      context: {
        registration: 'ec531277-b57b-4c15-8d91-d292c5b2b8f7',
        instructor: pseudonymousAgent('teacher'),
        platform: 'Moodle',
        contextActivities: {
          parent: [{ id: 'x:quiz' }],
          grouping: [{ id: 'x:run', definition: { type: snowlightActivityTypes.run } }],
        },
        extensions: { 'https://w3id.org/xapi/cmi5/context/extensions/sessionid': 's-1' },
      },
      timestamp: '2026-03-02T02:15:30.1239+08:00',
    };
    expect(normalise(statement, context)).toEqual({
      tenant: 'anhui',
      statementId: context.id,
      learnerPid: 'learner',
      run: 'x:run',
      day: '2026-03-02',
      timestamp: '2026-03-01T18:15:30.123Z',
      stored: context.stored,
      kind: 'answered',
      action: 'answered',
      verb: verbs.answered,
      activity: 'x:item',
      activityType: 'http://adlnet.gov/expapi/activities/cmi.interaction',
      parent: 'x:quiz',
      registration: 'ec531277-b57b-4c15-8d91-d292c5b2b8f7',
      session: 's-1',
      platform: 'Moodle',
      count: 1,
      score: 0.5,
      success: false,
      completion: true,
      duration: 90.5,
      response: 'b',
      playedSegments: [],
      videoLength: null,
      related: ['teacher'],
    });
  });

  it('counts at the time it was stored where it says no other', () => {
    expect(normalise(did(verbs.viewed), { ...context, stored: '2026-03-04T16:00:00.000Z' })).toMatchObject({
      timestamp: '2026-03-04T16:00:00.000Z',
      day: '2026-03-05',
    });
  });

  it.each([
    ['http://example.org/verbs/treated', 'treated'],
    ['http://example.org/verbs#vaccinated', 'vaccinated'],
    ['http://example.org/verbs/visited/', 'visited'],
    ['urn:example:said', 'urn:example:said'],
  ])('of the unknown verb %s is kept as other, action %s', (verb, action) => {
    expect(normalise(did(verb), context)).toMatchObject({ kind: 'other', action, verb });
  });
});

describe('a video', () => {
  const watched = (extensions: Record<string, unknown>, length?: unknown) =>
    normalise(
      did(verbs.videoPaused, {
        result: { extensions },
        ...(length !== undefined && { context: { extensions: { [videoExtensions.length]: length } } }),
      }),
      context,
    );

  it('has its segments cut to its length, wherever the length stands', () => {
    const segments = { [videoExtensions.playedSegments]: '0[.]10[,]20[.]99' };
    const cut = {
      kind: 'video',
      action: 'paused',
      videoLength: 30,
      playedSegments: [
        [0, 10],
        [20, 30],
      ],
    };
    expect(watched(segments, 30)).toMatchObject(cut);
    expect(watched({ ...segments, [videoExtensions.length]: 30 })).toMatchObject(cut);
  });

  it('has no length where the player sends none that can be', () => {
    expect(watched({}, '30').videoLength).toBeNull();
    expect(watched({}, -1).videoLength).toBeNull();
    expect(watched({ [videoExtensions.playedSegments]: 12 }).playedSegments).toEqual([]);
  });
});

describe('scores and judgements', () => {
  it.each<[string, Result, number | null]>([
    ['scaled', { score: { scaled: 0.4, raw: 1, max: 10 } }, 0.4],
    ['scaled below zero', { score: { scaled: -0.5 } }, 0],
    ['raw of max', { score: { raw: 4, max: 10 } }, 0.4],
    ['raw between min and max', { score: { raw: 6, min: 2, max: 10 } }, 0.5],
    ['raw alone', { score: { raw: 4 } }, null],
    ['max of zero', { score: { raw: 0, max: 0 } }, null],
    ['none', {}, null],
  ])('%s', (_, result, score) => {
    expect(withResult(result).score).toBe(score);
  });

  it('a skill check is judged by its verb where the result says nothing', () => {
    const object = { id: 'x:suture', definition: { type: snowlightActivityTypes.skillCheck } };
    expect(normalise(did(verbs.passed, { object }), context)).toMatchObject({
      kind: 'skill_checked',
      success: true,
    });
    expect(normalise(did(verbs.failed, { object }), context)).toMatchObject({
      kind: 'skill_checked',
      success: false,
    });
    expect(
      normalise(did(verbs.scored, { object, result: { success: true, score: { scaled: 0.9 } } }), context),
    ).toMatchObject({
      kind: 'skill_checked',
      success: true,
      score: 0.9,
    });
    expect(normalise(did(snowlightVerbs.skillChecked, { object }), context)).toMatchObject({
      kind: 'skill_checked',
      success: null,
    });
  });

  it.each([
    [40, 40],
    [1, 1],
    [0, 1],
    [-3, 1],
    [2.5, 1],
    ['7', 1],
    [1e12, 4_294_967_295],
  ])('%j like actions count as %s', (count, expected) => {
    expect(withResult({ extensions: { [snowlightExtensions.count]: count } }, verbs.viewed).count).toBe(
      expected,
    );
  });

  it('a long response is cut, between characters', () => {
    expect(withResult({ response: 'x'.repeat(600) }).response).toBe('x'.repeat(500));
    expect(withResult({ response: `${'x'.repeat(499)}😀` }).response).toBe('x'.repeat(499));
  });
});

describe('the people of a statement', () => {
  it('are related, once each, without the learner and without who vouches for it', () => {
    const statement = did(verbs.asked, {
      object: { objectType: 'Agent', ...pseudonymousAgent('teacher') },
      context: {
        team: pseudonymousGroup('team', [learner, pseudonymousAgent('peer')]),
        instructor: pseudonymousAgent('teacher'),
      },
      authority: pseudonymousAgent('lms'),
    });
    expect(normalise(statement, context)).toMatchObject({
      activity: '',
      related: ['teacher', 'peer', 'team'],
    });
  });

  it('an identified group learns under its own pseudonym, an anonymous one under none', () => {
    expect(learnerPidOf(did('x:y'))).toBe('learner');
    expect(learnerPidOf({ ...did('x:y'), actor: pseudonymousGroup('class', [learner]) })).toBe('class');
    expect(learnerPidOf({ ...did('x:y'), actor: { objectType: 'Group', member: [learner] } })).toBe('');
  });
});

describe('every generated legal statement', () => {
  it('becomes an event within its ranges', () => {
    fc.assert(
      fc.property(arbitraryStatement, (statement) => {
        const event = normalise(
          pseudonymise(statement, () => ({ pid: 'pid', form: 0 })),
          context,
        );
        expect(event.day).toMatch(/^\d{4}-\d\d-\d\d$/);
        expect(event.score ?? 0.5).toBeGreaterThanOrEqual(0);
        expect(event.score ?? 0.5).toBeLessThanOrEqual(1);
        expect(event.duration ?? 0).toBeGreaterThanOrEqual(0);
        expect(event.count).toBe(1);
        expect(event.action).not.toBe('');
        expect(JSON.stringify(event)).not.toContain('mailto:');
      }),
    );
  });
});
