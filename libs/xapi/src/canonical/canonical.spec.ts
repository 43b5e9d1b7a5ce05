import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ActivityDefinition, Statement } from '../statement.js';
import { mergeDefinition, mergeLanguageMap } from './merge.js';
import { visitTerms } from './visit-terms.js';

const known: ActivityDefinition = {
  name: { zh: '会议', en: 'meeting' },
  type: 'http://adlnet.gov/expapi/activities/meeting',
  extensions: { 'http://example.org/a': { x: 1, y: [2] } },
};

describe('what is held true of an activity (1.0.3 Data 2.4.4.1, Communication 2.5)', () => {
  it.each<[string, ActivityDefinition, ActivityDefinition]>([
    ['another language', { name: { fr: 'réunion' } }, { ...known, name: { ...known.name, fr: 'réunion' } }],
    ['a correction', { name: { en: 'Meeting' } }, { ...known, name: { zh: '会议', en: 'Meeting' } }],
    ['another type', { type: 'x:lesson' }, { ...known, type: 'x:lesson' }],
    ['something new', { moreInfo: 'x:more' }, { ...known, moreInfo: 'x:more' }],
    [
      'another extension',
      { extensions: { 'x:b': null } },
      { ...known, extensions: { ...known.extensions, 'x:b': null } },
    ],
  ])('after %s', (_, said, after) => {
    expect(mergeDefinition(known, said)).toEqual(after);
  });

  it('is the same object where nothing new was said', () => {
    for (const said of [
      {},
      { name: { en: 'meeting' } },
      { extensions: { 'http://example.org/a': { y: [2], x: 1 } } },
      structuredClone(known),
    ])
      expect(mergeDefinition(known, said)).toBe(known);
  });

  it('holds what was said last, said again or not', () => {
    const languages = fc.dictionary(fc.constantFrom('en', 'zh', 'fr'), fc.string());
    const definitions = fc.record(
      { name: languages, description: languages, type: fc.webUrl() },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(definitions, definitions, (a, b) => {
        const merged = mergeDefinition(a, b);
        expect(merged).toMatchObject(b);
        expect(mergeDefinition(merged, structuredClone(b))).toBe(merged);
        expect(Object.keys(merged.name ?? {}).sort()).toEqual(
          [...new Set([...Object.keys(a.name ?? {}), ...Object.keys(b.name ?? {})])].sort(),
        );
      }),
    );
  });

  it('of a verb its displays add up', () => {
    expect(mergeLanguageMap({ en: 'passed' }, { zh: '通过' })).toEqual({ en: 'passed', zh: '通过' });
    const display = { en: 'passed' };
    expect(mergeLanguageMap(display, { en: 'passed' })).toBe(display);
  });
});

it('what a statement says of activities and verbs is found wherever it says it', () => {
  const name = (en: string) => ({ name: { en } });
  const statement: Statement = {
    actor: { mbox: 'mailto:a@example.org' },
    verb: { id: 'v:1', display: { en: 'planned' } },
    object: {
      objectType: 'SubStatement',
      actor: { mbox: 'mailto:a@example.org' },
      verb: { id: 'v:2', display: { en: 'passed' } },
      object: { id: 'a:1', definition: name('one') },
      context: { contextActivities: { other: { id: 'a:2', definition: name('two') } } },
    },
    context: {
      contextActivities: { parent: [{ id: 'a:3', definition: name('three') }, { id: 'a:4' }] },
    },
  };
  const met: string[] = [];
  visitTerms(statement, {
    activity: (id, definition) => met.push(`${id} ${definition.name?.en ?? ''}`),
    verb: (id, display) => met.push(`${id} ${display.en ?? ''}`),
  });
  expect(met.sort()).toEqual(['a:1 one', 'a:2 two', 'a:3 three', 'v:1 planned', 'v:2 passed']);
});
