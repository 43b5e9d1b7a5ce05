import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { arbitraryStatement } from '../testing/arbitrary-statement.js';
import { validateStatement } from './statement.js';

describe('every generated legal statement', () => {
  it('is accepted, and handed back unchanged', () => {
    fc.assert(
      fc.property(arbitraryStatement, (statement) => {
        const before = JSON.stringify(statement);
        expect(validateStatement(statement, '2.0.0', { all: true })).toEqual({ ok: true, statement });
        expect(JSON.stringify(statement)).toBe(before);
      }),
    );
  });

  it('is refused as soon as an unknown key stands anywhere outside extensions and language maps', () => {
    fc.assert(
      fc.property(arbitraryStatement, fc.nat(), (statement, pick) => {
        const copy = JSON.parse(JSON.stringify(statement)) as object;
        const places = objectsOf(copy);
        Reflect.set(places[pick % places.length]!, 'unheard-of', 1);
        expect(validateStatement(copy, '2.0.0').ok).toBe(false);
      }),
    );
  });

  it('is refused as soon as any value outside extensions is null', () => {
    fc.assert(
      fc.property(arbitraryStatement, fc.nat(), (statement, pick) => {
        const copy = JSON.parse(JSON.stringify(statement)) as object;
        const places = objectsOf(copy);
        const place = places[pick % places.length]!;
        const keys = Object.keys(place);
        fc.pre(keys.length > 0);
        Reflect.set(place, keys[pick % keys.length]!, null);
        expect(validateStatement(copy, '2.0.0').ok).toBe(false);
      }),
    );
  });

  it('never makes the validator throw, whatever JSON comes instead', () => {
    fc.assert(
      fc.property(fc.jsonValue(), arbitraryStatement, fc.nat(), (junk, statement, pick) => {
        const copy = JSON.parse(JSON.stringify(statement)) as object;
        const places = objectsOf(copy);
        const place = places[pick % places.length]!;
        Reflect.set(place, Object.keys(place)[0] ?? 'x', junk);
        expect(typeof validateStatement(copy, '1.0.3', { all: true }).ok).toBe('boolean');
        expect(validateStatement(junk, '1.0.3').ok).toBe(false);
      }),
    );
  });
});

/** Every object of a statement whose keys the specification fixes. */
function objectsOf(value: object): object[] {
  const found = Array.isArray(value) ? [] : [value];
  for (const [key, part] of Object.entries(value) as [string, unknown][]) {
    if (['extensions', 'display', 'name', 'description'].includes(key)) continue;
    if (typeof part === 'object' && part !== null) found.push(...objectsOf(part));
  }
  return found;
}
