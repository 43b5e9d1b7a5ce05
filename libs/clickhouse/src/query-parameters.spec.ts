import { describe, expect, it } from '@jest/globals';
import { parametersOf, parameterText, parameterValues } from './query-parameters.js';

describe('query parameters', () => {
  it('are found in the statement with their types', () => {
    const sql = `SELECT {a:String}, { b : Array(Tuple(String, UInt8)) } WHERE t < {t:DateTime64(3, 'UTC')}`;
    expect([...parametersOf(sql)]).toEqual([
      ['a', 'String'],
      ['b', 'Array(Tuple(String, UInt8))'],
      ['t', "DateTime64(3, 'UTC')"],
    ]);
  });

  it('must all be given', () => {
    expect(() => parameterValues('SELECT {a:String}, {b:String}', { a: 'x' })).toThrow(
      'the query parameter b is not given',
    );
  });

  it('take instants with any offset, as UTC', () => {
    const sql = 'SELECT {from:DateTime64(3)}, {days:Array(Date)}, {at:Array(DateTime64(3))}';
    expect(
      parameterValues(sql, {
        from: '2026-03-01T08:00:00.125+08:00',
        days: ['2026-03-01'],
        at: ['2026-03-01T00:00:00Z'],
      }),
    ).toEqual({ from: '2026-03-01 00:00:00.125', days: ['2026-03-01'], at: ['2026-03-01 00:00:00.000'] });
  });

  it('are written as the HTTP interface reads them', () => {
    expect(parameterText(`it's a\ttab\\`)).toBe(`it\\'s a\\ttab\\\\`);
    expect(parameterText([`it's`, null, 1n, true, [2.5]])).toBe(`['it\\'s',NULL,1,TRUE,[2.5]]`);
    expect([null, true, Number.NaN, -Infinity].map(parameterText)).toEqual(['\\N', '1', 'nan', '-inf']);
  });

  it('are never of a type that would lose something', () => {
    expect(() => parameterText(new Date(0))).toThrow('cannot be of type object');
  });
});
