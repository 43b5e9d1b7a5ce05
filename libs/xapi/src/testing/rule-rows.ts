import { expect, it } from '@jest/globals';
import { formatRuleError } from '../validate/findings.js';
import { validateStatement } from '../validate/statement.js';
import type { XapiVersion } from '../version.js';

/**
 * One case of a rule: the full statement with `value` put at `path` (dots between keys, numbers index arrays,
 * `undefined` takes the property away); `refused` is the first error in full, absent where it is accepted.
 */
export type RuleRow = readonly [scenario: string, path: string, value: unknown, refused?: string];

export function checkRows(rows: readonly RuleRow[], version: XapiVersion = '1.0.3'): void {
  for (const [scenario, path, value, refused] of rows) {
    it(`${scenario}: ${path} = ${value === undefined ? 'absent' : JSON.stringify(value).slice(0, 80)}`, () => {
      expect(firstError(put(fullStatement(), path, value), version)).toBe(refused);
    });
  }
}

export function firstError(statement: unknown, version: XapiVersion = '1.0.3'): string | undefined {
  const result = validateStatement(statement, version);
  return result.ok ? undefined : result.errors.map(formatRuleError).join('\n');
}

type Json = Record<string, unknown>;

export function put(statement: Json, path: string, value: unknown): Json {
  const keys = path.split('.');
  const last = keys.pop();
  let at = statement;
  for (const key of keys) at = at[key] as Json;
  if (last === undefined || value === undefined) Reflect.deleteProperty(at, last ?? '');
  else at[last] = value;
  return statement;
}

/** A legal statement of both versions that has every property once. */
export function fullStatement(): Json {
  return {
    id: 'fd41c918-b88b-4b20-a0a5-a4c32391aaa0',
    actor: { objectType: 'Agent', name: 'Zhang San', mbox: 'mailto:zhang@example.org' },
    verb: { id: 'http://adlnet.gov/expapi/verbs/answered', display: { 'en-US': 'answered' } },
    object: {
      objectType: 'Activity',
      id: 'http://example.org/question/1',
      definition: {
        name: { 'zh-CN': '第一题' },
        description: { en: 'First question' },
        type: 'http://adlnet.gov/expapi/activities/cmi.interaction',
        moreInfo: 'http://example.org/question/1/info',
        interactionType: 'choice',
        correctResponsesPattern: ['a'],
        choices: [{ id: 'a', description: { en: 'This one' } }, { id: 'b' }],
        extensions: { 'http://example.org/skill': null },
      },
    },
    result: {
      score: { scaled: 0.5, raw: 5, min: 0, max: 10 },
      success: true,
      completion: true,
      response: 'a',
      duration: 'PT4H35M59.14S',
      extensions: { 'http://example.org/tries': { first: null } },
    },
    context: {
      registration: 'ec531277-b57b-4c15-8d91-d292c5b2b8f7',
      instructor: { account: { homePage: 'http://example.org', name: 'li' } },
      team: { objectType: 'Group', name: 'Class 1', member: [{ mbox: 'mailto:wang@example.org' }] },
      contextActivities: {
        parent: [{ id: 'http://example.org/quiz/1' }],
        grouping: { objectType: 'Activity', id: 'course-v1:Rural+CME+2026' },
        category: [{ id: 'https://w3id.org/xapi/cmi5/context/categories/cmi5' }],
        other: [],
      },
      revision: '2',
      platform: 'Moodle',
      language: 'zh-Hans-CN',
      statement: { objectType: 'StatementRef', id: '6690e6c9-3ef0-4ed3-8b37-7f3964730bee' },
      extensions: { 'http://example.org/bandwidth': 'slow' },
    },
    timestamp: '2026-03-02T08:15:30.123+08:00',
    stored: '2026-03-02T00:15:31.000Z',
    authority: { mbox: 'mailto:lms@example.org' },
    version: '1.0.0',
    attachments: [
      {
        usageType: 'http://adlnet.gov/expapi/attachments/certificate',
        display: { en: 'Certificate' },
        description: { en: 'of attendance' },
        contentType: 'application/pdf; charset=binary',
        length: 27,
        sha2: '495395e777cd98da653df9615d09c0fd6bb2f8d4788394cd53c56a3bfdcd848a',
        fileUrl: 'https://example.org/certificate.pdf',
      },
    ],
  };
}

/** A legal sub-statement. */
export function subStatement(): Json {
  return {
    objectType: 'SubStatement',
    actor: { mbox: 'mailto:zhang@example.org' },
    verb: { id: 'http://example.org/will-visit' },
    object: { id: 'http://example.org/clinic' },
  };
}
