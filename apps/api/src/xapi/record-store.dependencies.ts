import type { Blobs } from '#libs/blobs';
import type { ClickHouse } from '#libs/clickhouse';
import type { BlobKeyStore, CanonicalStore, DocumentStore, PersonaStore, VaultStore } from '#libs/postgres';
import type { Keyring } from '#libs/privacy';
import type { XapiVersion } from '#libs/xapi';
import type { Intake, StatementMemory } from '#pipelines/ingest';

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
  readonly vault: Pick<VaultStore, 'reveal' | 'remember' | 'revealForms' | 'erased'>;
  readonly personas: Pick<PersonaStore, 'pidsOf'>;
  readonly documents: DocumentStore;
  readonly canonical: Pick<CanonicalStore, 'definitions' | 'displays'>;
  readonly blobs: Pick<Blobs, 'draft' | 'get' | 'has'>;
  readonly blobKeys: Pick<BlobKeyStore, 'keep' | 'keysOf'>;
  /** The most that the attachments of one request may hold together. */
  readonly mostAttachmentBytes: number;
  readonly keyring: Pick<Keyring, 'tenant'>;
  readonly tenantOf: (id: string) => Promise<TenantMoment>;
  readonly publicUrl: string;
  /** Of the statements of this process's own store; null where other processes write it too. */
  readonly memory: StatementMemory | null;
  /** Resolves when everything that was acknowledged before the call can be read. */
  readonly settled: () => Promise<void>;
  /** How long ago the last statement may have been acknowledged that can be read for certain, ms. */
  readonly behindMs: () => number;
}

export const recordStoreDependencies = Symbol('record store');
