import { describe, expect, it } from '@jest/globals';
import { createKeyring } from '#libs/privacy';
import { Pseudonyms } from './pseudonyms.js';

describe('pseudonyms', () => {
  it('are remembered until the person is erased', () => {
    const keyring = createKeyring('a root secret for the pseudonyms spec.');
    const keys = { ...keyring.tenant('a') };
    const pseudonyms = new Pseudonyms(keys);
    const [li, na] = [pseudonyms.pidOf('mbox:li@example.org'), pseudonyms.pidOf('mbox:na@example.org')];
    // under other keys, what is remembered shows
    keys.pid = keyring.tenant('b').pid;
    expect(pseudonyms.pidOf('mbox:li@example.org')).toBe(li);
    pseudonyms.forget([li]);
    expect(pseudonyms.pidOf('mbox:li@example.org')).not.toBe(li);
    expect(pseudonyms.pidOf('mbox:na@example.org')).toBe(na);
  });
});
