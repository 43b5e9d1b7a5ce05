import type { Correction, LearnerPid } from '#libs/contracts';
import type { ImportJobStore, RosterStore } from '#libs/postgres';
import type { Keyring } from '#libs/privacy';
import type { Actor, Statement, XapiVersion } from '#libs/xapi';

/** Statements on their way to the one door that live ones take too. */
export interface StatementDelivery {
  readonly tenant: ImportTenant;
  readonly statements: readonly Statement[];
  readonly version: XapiVersion;
  readonly authority: Actor;
  /** ISO 8601 UTC with milliseconds. */
  readonly stored: string;
  readonly source: string;
  readonly whenFull: 'wait';
  /** What is lost before it is handled is read from the file again. */
  readonly keptBy: 'handler';
  /** What was put right in the statement of the same place. */
  readonly corrections?: readonly (readonly Correction[])[];
}

/** Resolves when the statements are durable, or says which ids are stored with other content (nothing was taken then). */
export type StatementIntake = (
  delivery: StatementDelivery,
) => Promise<{ readonly kind: 'accepted' } | { readonly kind: 'conflict'; readonly ids: readonly string[] }>;

export interface ImportTenant {
  readonly id: string;
  readonly timeZone: string;
  /** Illegal statements are put right where that is certain, as at the record store; strict where left out. */
  readonly xapiMode?: 'strict' | 'lenient';
}

/** Where an import puts what it reads. */
export interface ImportPorts {
  readonly intake: StatementIntake;
  readonly roster: Pick<RosterStore, 'apply' | 'check'>;
  readonly jobs: Pick<ImportJobStore, 'open' | 'checkpoint' | 'finish'>;
  readonly keyring: Pick<Keyring, 'tenant'>;
  /** When imported statements count as stored: the tenant's time. */
  readonly now: () => Date;
}

/** Pseudonym of an identifier as `identifierOf` of libs/xapi writes it. */
export type PidOf = (identifier: string) => LearnerPid;
