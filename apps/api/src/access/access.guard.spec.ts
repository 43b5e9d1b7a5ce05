import { describe, expect, it } from '@jest/globals';
import { readerOf } from './access.guard.js';
import type { Caller, PersonCaller } from './caller.js';

const person = (...grants: PersonCaller['grants']): PersonCaller => ({
  kind: 'person',
  tenant: 't1',
  userId: 'u1',
  account: 'wang',
  name: 'Wang',
  grants,
  csrfToken: 'token',
});
const key: Caller = { kind: 'key', tenant: 't1', keyId: 'k1', scopes: ['risk:read'] };
const control: Caller = { kind: 'control', tenant: 'default' };

describe('what a rule lets a caller see', () => {
  it('is the subtrees of the roles that the rule names, and of no other', () => {
    const caller = person({ role: 'manager', region: 'c1' }, { role: 'researcher', region: null });
    expect(readerOf(caller, { roles: ['manager'] })?.scope).toEqual({ kind: 'subtrees', roots: ['c1'] });
    expect(readerOf(caller, { roles: ['manager', 'researcher'] })?.scope).toEqual({ kind: 'tenant' });
    expect(readerOf(caller, { roles: ['operator'] })).toBeNull();
  });

  it('is nothing for a person without any role', () => {
    expect(readerOf(person(), { roles: ['manager'] })).toBeNull();
  });

  it('is the whole tenant for a key with one of the scopes', () => {
    expect(readerOf(key, { scopes: ['admin', 'risk:read'] })).toMatchObject({
      tenant: 't1',
      scope: { kind: 'tenant' },
    });
    expect(readerOf(key, { scopes: ['admin'] })).toBeNull();
    expect(readerOf(key, { roles: ['manager'] })).toBeNull();
  });

  it('is all of the record store for a key with `xapi:all`, and nothing else', () => {
    const all: Caller = { ...key, scopes: ['xapi:all'] };
    for (const scope of ['xapi:read', 'xapi:write', 'xapi:state', 'xapi:profile'] as const)
      expect(readerOf(all, { scopes: [scope] })).not.toBeNull();
    expect(readerOf(all, { scopes: ['risk:read', 'identity:read'] })).toBeNull();
  });

  it('is behind the door of the command line only where the rule says so', () => {
    expect(readerOf(control, { control: true })).not.toBeNull();
    expect(readerOf(control, { roles: ['admin'], scopes: ['admin'] })).toBeNull();
  });
});
