import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { storedStatement, type StatementDefaults } from './statement-defaults.js';
import type { Statement } from './statement.js';
import { contentHash, hasSameContent } from './statement-identity.js';
import { arbitraryStatement } from './testing/arbitrary-statement.js';
import { validateStatement } from './validate/statement.js';

const defaults: StatementDefaults = {
  id: '12345678-1234-4234-8234-123456789abc',
  stored: '2026-03-02T00:15:31.042Z',
  authority: { account: { homePage: 'http://example.org', name: 'lms' } },
  version: '1.0.3',
};
const bare: Statement = {
  actor: { mbox: 'mailto:a@example.org' },
  verb: { id: 'x:y' },
  object: { id: 'x:z' },
};

describe('the statement as it is stored', () => {
  it('has all that the record store assigns', () => {
    expect(storedStatement(bare, defaults)).toEqual({
      ...bare,
      id: defaults.id,
      stored: defaults.stored,
      timestamp: defaults.stored,
      authority: defaults.authority,
      version: '1.0.0',
    });
    expect(storedStatement(bare, { ...defaults, version: '2.0.0' }).version).toBe('2.0.0');
  });

  it('keeps id, timestamp to the letter, and version; stored and authority are overwritten', () => {
    const own = {
      id: 'FD41C918-B88B-4B20-A0A5-A4C32391AAA0',
      timestamp: '2026-03-02T08:15:30.1234+08:00',
      version: '1.0.2',
    };
    const sent: Statement = {
      ...bare,
      ...own,
      stored: '2000-01-01T00:00:00Z',
      authority: { mbox: 'mailto:x@example.org' },
    };
    expect(storedStatement(sent, defaults)).toEqual({
      ...bare,
      ...own,
      stored: defaults.stored,
      authority: defaults.authority,
    });
  });

  it('lists single context activities, in sub-statements too', () => {
    const context = { contextActivities: { parent: { id: 'x:p' }, other: [{ id: 'x:o' }] } };
    const listed = { contextActivities: { parent: [{ id: 'x:p' }], other: [{ id: 'x:o' }] } };
    const object = { objectType: 'SubStatement' as const, ...bare, object: { id: 'x:z' } };
    const stored = storedStatement({ ...bare, context, object: { ...object, context } }, defaults);
    expect(stored.context).toEqual(listed);
    expect(stored.object).toEqual({ ...object, context: listed });
  });

  it('is legal, and the same statement when it is sent back', () => {
    fc.assert(
      fc.property(arbitraryStatement, (statement) => {
        const stored = storedStatement(statement, { ...defaults, version: '2.0.0' });
        expect(validateStatement(stored, '2.0.0').ok).toBe(true);
        expect(hasSameContent({ contentHash: contentHash(statement), stored: stored.stored }, stored)).toBe(
          true,
        );
      }),
    );
  });
});
