import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LearnerPid } from '#libs/contracts';
import { createKeyring } from './keyring.js';
import { base32, pseudonym } from './pseudonym.js';

describe('base32 of the first 130 bits', () => {
  it('takes five bits to a character, most significant first', () => {
    // 00000 00001 00010 00011 00100 00101 00110 00111 = 00 44 32 14 c7
    const bytes = new Uint8Array(17);
    bytes.set([0x00, 0x44, 0x32, 0x14, 0xc7]);
    expect(base32(bytes)).toBe(`01234567${'0'.repeat(18)}`);
  });

  it('leaves i, l, o and u out of its alphabet', () => {
    // 10010 10011 10100 10101 11010 11011 11111 11111 = 18 19 20 21 26 27 31 31
    const bytes = new Uint8Array(17);
    bytes.set([0x94, 0xe9, 0x5d, 0x6f, 0xff]);
    expect(base32(bytes).slice(0, 8)).toBe('jkmntvzz');
  });

  it('uses the two highest bits of the seventeenth byte and no other', () => {
    const ones = new Uint8Array(17).fill(255);
    const without = Uint8Array.from(ones).fill(0xc0, 16);
    expect(base32(without)).toBe(base32(ones));
    expect(base32(ones)).toBe('z'.repeat(26));
  });
});

describe('a pseudonym', () => {
  const keyring = createKeyring('a root secret of at least 32 characters');
  const keys = keyring.tenant('default');

  it('is the base32 of an HMAC under the key of the tenant', () => {
    const digest = createHmac('sha256', keys.pid).update('mbox:a@example.org').digest();
    expect(pseudonym(keys, 'mbox:a@example.org')).toBe(base32(digest));
  });

  it('is another in another tenant and under another secret', () => {
    const here = pseudonym(keys, 'mbox:a@example.org');
    expect(pseudonym(keyring.tenant('other'), 'mbox:a@example.org')).not.toBe(here);
    const elsewhere = createKeyring('another secret of at least 32 characters').tenant('default');
    expect(pseudonym(elsewhere, 'mbox:a@example.org')).not.toBe(here);
  });

  it('has the form of a LearnerPid, and is the same for the same person', () => {
    fc.assert(
      fc.property(fc.string(), (identifier) => {
        const pid = pseudonym(keys, identifier);
        expect(LearnerPid.safeParse(pid).success).toBe(true);
        expect(pseudonym(keys, identifier)).toBe(pid);
      }),
    );
  });
});
