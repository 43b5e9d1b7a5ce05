import { describe, expect, it } from '@jest/globals';
import { csvOf } from './download-csv.js';

describe('CSV', () => {
  it('quotes what needs it and keeps a formula from running', () => {
    const rows = [
      { what: 'say "yes", twice', result: '=1+1', name: { zh: '测' } },
      { what: 'plain', result: '0.8', name: null },
    ];
    expect(csvOf(rows)).toBe(
      'what,result,name\r\n"say ""yes"", twice",\'=1+1,"{""zh"":""测""}"\r\nplain,0.8,',
    );
  });

  it('of no rows is empty', () => {
    expect(csvOf([])).toBe('');
  });
});
