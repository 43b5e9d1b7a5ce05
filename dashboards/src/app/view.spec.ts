import { describe, expect, it } from '@jest/globals';
import { carriedSearch, changedSearch } from './view.js';

describe('view in the URL', () => {
  it('keeps filters and overrides from page to page, and drops what belongs to a page', () => {
    expect(carriedSearch('?region=520121&course=htn-2026&open=w_81&ev=x&lang=en')).toBe(
      '?region=520121&course=htn-2026&lang=en',
    );
    expect(carriedSearch('', { run: 'A 1' })).toBe('?run=A+1');
  });

  it('takes a parameter away with null', () => {
    expect(changedSearch('?open=a&ev=b', { ev: null })).toBe('?open=a');
    expect(changedSearch('?ev=b', { ev: null })).toBe('');
  });
});
