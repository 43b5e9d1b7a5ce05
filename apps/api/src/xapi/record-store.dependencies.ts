import type { Blobs } from '#libs/blobs';
import type { ClickHouse } from '#libs/clickhouse';
import type { CanonicalStore, DocumentStore } from '#libs/postgres';
import type { Keyring, Vault } from '#libs/privacy';
import type { XapiVersion } from '#libs/xapi';
import type { Intake, StoredChanges } from '#pipelines/ingest';

export interface TenantMoment {
  readonly id: string;
  readonly timeZone: string;
  /** The tenant's clock. */
  readonly now: Date;
  readonly defaultXapiVersion: XapiVersion;
  /** `lenient`: illegal statements are put right where that is certain. */
  readonly xapiMode: 'strict' | 'lenient';
}

export interface RecordStoreDependencies {
  readonly intake: Intake;
  readonly clickhouse: Pick<ClickHouse, 'query'>;
  readonly vault: Pick<Vault, 'reveal' | 'remember' | 'revealForms'>;
  readonly documents: DocumentStore;
  readonly canonical: Pick<CanonicalStore, 'definitions' | 'displays'>;
  readonly blobs: Pick<Blobs, 'draft' | 'get'>;
  /** The most that the attachments of one request may hold together. */
  readonly mostAttachmentBytes: number;
  readonly keyring: Pick<Keyring, 'tenant'>;
  readonly tenantOf: (id: string) => Promise<TenantMoment>;
  readonly publicUrl: string;
  /** Of this process's own store; null where other processes write it too. */
  readonly changes: Pick<StoredChanges, 'stampOf' | 'stampOfOne'> | null;
  /** Resolves when everything that was acknowledged before the call can be read. */
  readonly settled: () => Promise<void>;
}

export const recordStoreDependencies = Symbol('record store');
