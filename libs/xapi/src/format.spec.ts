import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatCanonical, formatIds, inOneLanguage, preferredLanguages } from './format.js';
import type { Statement } from './statement.js';
import { arbitraryStatement } from './testing/arbitrary-statement.js';
import { fullStatement } from './testing/rule-rows.js';
import { validateStatement } from './validate/statement.js';

const full = fullStatement() as unknown as Statement;

describe('format=ids', () => {
  it('leaves of agents, verbs and activities what identifies them', () => {
    expect(formatIds(full)).toMatchObject({
      actor: { objectType: 'Agent', mbox: 'mailto:zhang@example.org' },
      verb: { id: 'http://adlnet.gov/expapi/verbs/answered' },
      object: { id: 'http://example.org/question/1' },
    });
    expect(JSON.stringify(formatIds(full))).not.toMatch(/Zhang San|Class 1|display":{"en-US|definition/);
  });

  it('keeps the members of anonymous groups alone', () => {
    const member = [{ name: 'A', mbox: 'mailto:a@example.org' }];
    const group = { objectType: 'Group' as const, name: 'Class 1', member };
    expect(formatIds({ ...full, actor: group }).actor).toEqual({
      objectType: 'Group',
      member: [{ mbox: 'mailto:a@example.org' }],
    });
    expect(formatIds({ ...full, actor: { ...group, mbox: 'mailto:class@example.org' } }).actor).toEqual({
      objectType: 'Group',
      mbox: 'mailto:class@example.org',
    });
  });

  it('of any legal statement is legal', () => {
    fc.assert(
      fc.property(arbitraryStatement, (statement) => {
        expect(validateStatement(formatIds(statement), '2.0.0', { all: true })).toMatchObject({ ok: true });
      }),
    );
  });
});

describe('format=canonical', () => {
  it("shows the store's definitions and displays in one language, and agents as they were sent", () => {
    const source = {
      definitionOf: (id: string) =>
        id === 'http://example.org/question/1'
          ? {
              name: { en: 'Question one', 'zh-CN': '第一题' },
              interactionType: 'choice' as const,
              choices: [{ id: 'a', description: { en: 'this', 'zh-CN': '这个' } }, { id: 'b' }],
            }
          : undefined,
      displayOf: () => ({ en: 'answered', 'zh-CN': '回答了' }),
    };
    const canonical = formatCanonical(full, source, ['zh-CN', 'en']);
    expect(canonical.verb.display).toEqual({ 'zh-CN': '回答了' });
    expect(canonical.object).toEqual({
      objectType: 'Activity',
      id: 'http://example.org/question/1',
      definition: {
        name: { 'zh-CN': '第一题' },
        interactionType: 'choice',
        choices: [{ id: 'a', description: { 'zh-CN': '这个' } }, { id: 'b' }],
      },
    });
    expect(canonical.actor).toEqual(full.actor);
  });

  it("falls back to the statement's own", () => {
    const nothing = { definitionOf: () => undefined, displayOf: () => undefined };
    expect(formatCanonical(full, nothing, []).verb).toEqual(full.verb);
    expect(formatCanonical({ ...full, verb: { id: 'x:y' } }, nothing, []).verb).toEqual({ id: 'x:y' });
  });
});

describe('languages', () => {
  const map = { en: '1', 'zh-Hans': '2', 'fr-CA': '3' };
  it.each<[string[], string]>([
    [['zh-Hans-CN'], 'zh-Hans'],
    [['ZH'], 'zh-Hans'],
    [['fr'], 'fr-CA'],
    [['de', 'EN-us'], 'en'],
    [['de'], 'en'],
    [['*'], 'en'],
    [[], 'en'],
  ])('%j takes %s', (languages, tag) => {
    expect(Object.keys(inOneLanguage(map, languages))).toEqual([tag]);
  });

  it('an empty map stays empty', () => {
    expect(inOneLanguage({}, ['en'])).toEqual({});
  });

  it.each<[string | undefined, string[]]>([
    ['zh-CN,zh;q=0.9,en;q=0.8', ['zh-CN', 'zh', 'en']],
    ['en;q=0.5, fr', ['fr', 'en']],
    ['en;q=0, de;q=x, *', ['*']],
    ['', []],
    [undefined, []],
  ])('%j prefers %j', (header, tags) => {
    expect(preferredLanguages(header)).toEqual(tags);
  });
});
