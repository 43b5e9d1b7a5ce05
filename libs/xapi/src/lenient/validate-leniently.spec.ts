import { describe, expect, it } from '@jest/globals';
import { formatRuleError } from '../validate/findings.js';
import { fullStatement, put } from '../testing/rule-rows.js';
import { validateLeniently } from './validate-leniently.js';

const other = () => put(fullStatement(), 'id', undefined);
const group = () => put(other(), 'object.objectType', 'GroupActivity');

describe('a body at a lenient tenant', () => {
  it('that is legal is taken as it is', () => {
    const body = fullStatement();
    const result = validateLeniently(body, '1.0.3');
    expect(result).toEqual({ ok: true, statements: [body] });
    expect(result.ok && result.statements[0]).toBe(body);
  });

  it('with one that can be put right: the others are as they came', () => {
    const body = [other(), group()];
    const result = validateLeniently(body, '1.0.3');
    if (!result.ok) throw new Error('refused');
    expect(result.statements[0]).toBe(body[0]);
    expect(result.corrections?.map((of) => of.map(({ rule }) => rule))).toEqual([[], ['activity-type']]);
  });

  it('is refused whole for one that cannot, with the reason that is left', () => {
    const bad = put(group(), 'verb', {});
    const result = validateLeniently([group(), bad], '1.0.3', { all: true });
    expect(result.ok ? [] : result.errors.map(formatRuleError)).toEqual([
      '[1].verb.id: is required (xAPI 1.0.3, Data 2.4.3)',
    ]);
  });

  it('that is no statement at all is refused as ever', () => {
    expect(validateLeniently('text', '1.0.3').ok).toBe(false);
    expect(validateLeniently([null], '1.0.3').ok).toBe(false);
  });
});
