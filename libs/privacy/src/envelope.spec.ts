import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { EnvelopeError, newDataKey, open, seal, unwrapKey, wrapKey } from './envelope.js';

const key = newDataKey();

describe('a sealed value', () => {
  it('opens to what was sealed, with the same key and context', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.string(), (plain, context) => {
        const sealed = seal(key, plain, context);
        expect(sealed).toHaveLength(1 + 12 + plain.length + 16);
        expect([...open(key, sealed, context)]).toEqual([...plain]);
      }),
    );
  });

  it('differs each time, so that equal identities cannot be seen to be equal', () => {
    const plain = Buffer.from('mailto:a@example.org');
    expect(seal(key, plain, 'row').equals(seal(key, plain, 'row'))).toBe(false);
  });

  it('is refused with any one bit changed', () => {
    const sealed = seal(key, Buffer.from('mailto:a@example.org'), 'row');
    fc.assert(
      fc.property(fc.nat(sealed.length * 8 - 1), (bit) => {
        const changed = Buffer.from(sealed);
        changed[bit >> 3]! ^= 1 << (bit & 7);
        expect(() => open(key, changed, 'row')).toThrow(EnvelopeError);
      }),
    );
  });

  it('is refused in another row, under another key and when cut short', () => {
    const sealed = seal(key, Buffer.from('x'), 'row');
    expect(() => open(key, sealed, 'other row')).toThrow(EnvelopeError);
    expect(() => open(newDataKey(), sealed, 'row')).toThrow(EnvelopeError);
    for (let length = 0; length < sealed.length; length++)
      expect(() => open(key, sealed.subarray(0, length), 'row')).toThrow(EnvelopeError);
  });

  it('says nothing of its content when it is refused', () => {
    const sealed = seal(key, Buffer.from('mailto:a@example.org'), 'tenant and pid');
    const changed = Buffer.concat([sealed.subarray(0, -1), Buffer.from([sealed.at(-1)! ^ 1])]);
    expect(() => open(key, changed, 'tenant and pid')).toThrow(
      'a sealed value was changed, or is not of this key and row',
    );
  });
});

describe('a data key', () => {
  it('comes back from its wrapping, and works', () => {
    const wrapping = newDataKey();
    const sealed = seal(key, Buffer.from('x'), 'row');
    const unwrapped = unwrapKey(wrapping, wrapKey(wrapping, key, 'row'), 'row');
    expect(open(unwrapped, sealed, 'row').toString()).toBe('x');
  });

  it('is refused for another row', () => {
    const wrapping = newDataKey();
    expect(() => unwrapKey(wrapping, wrapKey(wrapping, key, 'row'), 'other')).toThrow(EnvelopeError);
  });
});
