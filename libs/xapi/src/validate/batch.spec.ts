import { describe, expect, it } from '@jest/globals';
import { fullStatement, put } from '../testing/rule-rows.js';
import { validateBatch } from './batch.js';
import { formatRuleError } from './findings.js';

const another = () => put(fullStatement(), 'id', '12345678-1234-4234-8234-123456789abc');

describe('a batch of statements', () => {
  it('takes one statement that is no array', () => {
    expect(validateBatch(fullStatement(), '1.0.3')).toEqual({ ok: true, statements: [fullStatement()] });
  });

  it('takes an empty array', () => {
    expect(validateBatch([], '1.0.3')).toEqual({ ok: true, statements: [] });
  });

  it('is refused whole, with the place of the first illegal statement', () => {
    const result = validateBatch([another(), put(fullStatement(), 'actor.mbox', 'x'), null], '1.0.3');
    expect(result.ok ? [] : result.errors.map(formatRuleError)).toEqual([
      '[1].actor.mbox: must be a mailto IRI (xAPI 1.0.3, Data 2.4.2.3)',
    ]);
  });

  it('names every illegal statement where all are asked for', () => {
    const result = validateBatch([null, put(fullStatement(), 'verb', undefined)], '1.0.3', { all: true });
    expect(result.ok ? [] : result.errors.map(({ path }) => path)).toEqual(['[0]', '[1].verb']);
  });

  it('may repeat an id in 1.0.3, not in 2.0, whatever its case', () => {
    const capitals = put(fullStatement(), 'id', 'FD41C918-B88B-4B20-A0A5-A4C32391AAA0');
    const batch = [fullStatement(), another(), capitals];
    expect(validateBatch(batch, '1.0.3').ok).toBe(true);
    const result = validateBatch(batch, '2.0.0');
    expect(result.ok ? [] : result.errors.map(formatRuleError)).toEqual([
      '[2].id: is the id of another statement of this batch too (xAPI 2.0, 4.1.6.1)',
    ]);
  });
});
