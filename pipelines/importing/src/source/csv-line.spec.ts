import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { csvFields } from './csv-line.js';

describe('a line of CSV', () => {
  it.each([
    ['AAA,2013J,,-10', ['AAA', '2013J', '', '-10']],
    ['"AAA","2013J","268"', ['AAA', '2013J', '268']],
    ['1,"a, b","say ""no""",', ['1', 'a, b', 'say "no"', '']],
    ['""', ['']],
  ])('%s', (line, fields) => expect(csvFields(line)).toEqual(fields));

  it.each(['"AAA,2013J', 'A"AA,2013J', '"AAA"x,2013J'])('%s has no fields: a quote does not match', (line) =>
    expect(csvFields(line)).toBeUndefined(),
  );

  it('gives back what was written, whatever it is', () => {
    const fields = fc.array(fc.string({ unit: fc.constantFrom('a', ',', '"', ' ', '语') }), { minLength: 1 });
    fc.assert(
      fc.property(fields, (written) => {
        const line = written.map((field) => `"${field.replaceAll('"', '""')}"`).join(',');
        expect(csvFields(line)).toEqual(written);
      }),
    );
  });
});
