import { describe, expect, it } from '@jest/globals';
import { promisify } from 'node:util';
import { isPublicAddress, PrivateAddressError, publicLookup, refusePrivateHost } from './address-guard.js';

describe('addresses that a webhook may reach', () => {
  it.each([
    '8.8.8.8',
    '1.1.1.1',
    '172.15.255.255',
    '172.32.0.1',
    '2606:4700:4700::1111',
    '2a00:1450:4001::1',
  ])('%s is public', (address) => expect(isPublicAddress(address)).toBe(true));

  it.each([
    ['this host', '0.0.0.0'],
    ['this host', '127.0.0.1'],
    ['this host', '::1'],
    ['private network', '10.1.2.3'],
    ['private network', '172.16.0.1'],
    ['private network', '192.168.1.1'],
    ['private network', 'fd12::1'],
    ['carrier network', '100.64.0.1'],
    ['link local, where clouds keep credentials', '169.254.169.254'],
    ['link local', 'fe80::1'],
    ['multicast', '224.0.0.1'],
    ['an IPv4 address in IPv6', '::ffff:127.0.0.1'],
    ['an IPv4 address in IPv6', '::ffff:7f00:1'],
    ['an IPv4 address in IPv6', '64:ff9b::a00:1'],
    ['an IPv4 address in IPv6', '2002:7f00:1::'],
  ])('%s is not: %s', (_what, address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it('are checked in every spelling that a URL allows', () => {
    for (const host of ['127.0.0.1', '127.1', '0x7f.1', '2130706433', '[::1]', '[::ffff:10.0.0.1]'])
      expect(() => refusePrivateHost(new URL(`https://${host}/`))).toThrow(PrivateAddressError);
    expect(() => refusePrivateHost(new URL('https://8.8.8.8/'))).not.toThrow();
    expect(() => refusePrivateHost(new URL('https://example.org/'))).not.toThrow();
  });

  it('are checked after the look-up, so that a name may not stand for a private one', async () => {
    const find = promisify(publicLookup);
    await expect(find('localhost', {})).rejects.toMatchObject({ code: 'PRIVATE_ADDRESS' });
    await expect(find('localhost', { all: true })).rejects.toMatchObject({ code: 'PRIVATE_ADDRESS' });
  });
});
