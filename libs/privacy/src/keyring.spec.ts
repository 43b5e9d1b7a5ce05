import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { createKeyring } from './keyring.js';

const secret = 'a root secret of at least 32 characters';

describe('a keyring', () => {
  it('derives by HKDF-SHA-256 as any other implementation would', () => {
    // openssl kdf -keylen 32 -kdfopt digest:SHA256 -kdfopt key:SECRET -kdfopt salt:snowlight/keyring/v1
    //   -kdfopt hexinfo:706964 00 64656661756c74 HKDF   ("pid", zero, "default")
    expect(createKeyring(secret).tenant('default').pid.export().toString('hex')).toBe(
      'b81bbc1c872fb207c146359324b93989a122e5c0db270007fa82ec26e27001fb',
    );
  });

  it('gives each tenant and purpose a key of its own, the same after a restart', () => {
    const keys = (keyring = createKeyring(secret)) =>
      [
        ...['a', 'b'].flatMap((tenant) => {
          const { pid, vault, index } = keyring.tenant(tenant);
          return [pid, vault, index];
        }),
        keyring.session,
        keyring.credential,
      ].map((key) => key.export().toString('hex'));
    expect(new Set(keys()).size).toBe(8);
    expect(keys()).toEqual(keys());
  });

  it('shows no key where it is logged', () => {
    const keyring = createKeyring(secret);
    const { pid } = keyring.tenant('default');
    const shown = `${inspect(keyring, { depth: 9 })}${inspect(pid)}${JSON.stringify([keyring, pid])}`;
    expect(shown).not.toContain(pid.export().toString('hex').slice(0, 8));
    expect(shown).not.toContain(secret);
  });

  it('refuses a secret that is too short', () => {
    expect(() => createKeyring('x'.repeat(31))).toThrow(RangeError);
  });
});
