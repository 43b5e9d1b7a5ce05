import type { KeyScope, StaffRole } from '#libs/contracts';
import type { AuditEntry, RegionScope } from '#libs/postgres';

/** A role on the subtree under `region`; null = the whole tenant. */
export interface Grant {
  readonly role: StaffRole;
  readonly region: string | null;
}

/** A person with a session cookie. */
export interface PersonCaller {
  readonly kind: 'person';
  readonly tenant: string;
  readonly userId: string;
  readonly account: string;
  readonly name: string;
  readonly grants: readonly Grant[];
  readonly csrfToken: string;
}

/** A machine with a key. */
export interface KeyCaller {
  readonly kind: 'key';
  readonly tenant: string;
  readonly keyId: string;
  readonly scopes: readonly KeyScope[];
}

/** Tenant of the command line where it names none. */
export const defaultTenant = 'default';

/** Whoever can read the control token of the data directory: the command line on the same machine. */
export interface ControlCaller {
  readonly kind: 'control';
  readonly tenant: string;
}

export type Caller = PersonCaller | KeyCaller | ControlCaller;

/** Who reads, and how far: every query takes the tenant and the subtrees from here. */
export interface Reader<C extends Caller = Caller> {
  readonly caller: C;
  readonly tenant: string;
  /** What part of the region tree. */
  readonly scope: RegionScope;
}

/** By what a caller is named in the audit log. */
export function actorOf(caller: Caller): Pick<AuditEntry, 'actorKind' | 'actor'> {
  if (caller.kind === 'person') return { actorKind: 'user', actor: caller.account };
  if (caller.kind === 'key') return { actorKind: 'key', actor: caller.keyId };
  return { actorKind: 'system', actor: 'control' };
}
