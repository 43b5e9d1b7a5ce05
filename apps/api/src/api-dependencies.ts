import type { Logger } from 'pino';
import type { Blobs } from '#libs/blobs';
import type { ClickHouse } from '#libs/clickhouse';
import type { Config } from '#libs/config';
import type { DemoControl, DemoState, ImportReport, Personas } from '#libs/contracts';
import type { EventBus } from '#libs/event-bus';
import type { Clock, Postgres } from '#libs/postgres';
import type { Keyring } from '#libs/privacy';
import type { Intake, StatementMemory } from '#pipelines/ingest';
import type { Erasure, Readiness } from '../../host/src/index.js';
import type { ApiStores } from './api-stores.js';
import type { Metrics } from './health/metrics.js';

/** What the process knows of itself and its machine. */
export interface SystemProbe {
  readonly version: string;
  /** Of the data directory; null where there is none. */
  disk(): Promise<{ readonly usedBytes: number; readonly freeBytes: number } | null>;
}

/** A simulated province that goes on living, and may be paused. */
export interface DemoControls {
  readonly tenant: string;
  readonly personas: Personas['personas'];
  state(): Omit<DemoState, 'now'>;
  set(wanted: DemoControl): Promise<void>;
}

/** What time it is for a tenant: a simulated province's clock runs ahead. */
export interface TenantMoment {
  readonly id: string;
  readonly timeZone: string;
  readonly now: Date;
  /** YYYY-MM-DD in the tenant's time zone. */
  readonly today: string;
  /** For requests that name no xAPI version and must be answered all the same. */
  readonly defaultXapiVersion: '1.0.3' | '2.0.0';
  readonly xapiMode: 'strict' | 'lenient';
}

export interface TenantClock {
  moment(tenant: string): Promise<TenantMoment>;
}

export interface ImportRequest {
  readonly tenant: string;
  readonly format: string;
  /** On the machine of the server. */
  readonly path: string;
  readonly dryRun: boolean;
  readonly resume: boolean;
}

/** Tells whoever waits how far it is, in plain JSON. */
export type OnProgress = (step: object) => void;

/**
 * Brings a source in and resolves with the report, in which single bad rows stand. Rejects with `JobError` where the
 * source cannot be read at all.
 */
export type Importer = (
  request: ImportRequest,
  onProgress: OnProgress,
  signal: AbortSignal,
) => Promise<ImportReport>;

/** Something that an operator asks for and waits for: training, evaluation, a new key. */
export interface OperatorJob {
  /** Checks its own arguments. Rejects with `JobError` for what the operator can mend. */
  run(args: unknown, onProgress: OnProgress, signal: AbortSignal): Promise<object>;
}

/** What the composition root hands over; nothing else is reached from here. */
export interface ApiDependencies {
  /** `publicUrl` over https makes cookies secure. */
  readonly config: Pick<
    Config,
    'mode' | 'publicUrl' | 'maxAttachmentBytes' | 'requestTimeoutSeconds' | 'xapiRate' | 'xapiOrigins'
  >;
  /** How others reach us, without a trailing slash. */
  readonly publicUrl: string;
  readonly clickhouse: ClickHouse;
  readonly postgres: Postgres;
  readonly keyring: Keyring;
  readonly stores: ApiStores;
  readonly bus: Pick<EventBus, 'lag' | 'settled'>;
  readonly intake: Intake;
  /** Of the statements of this process's own store; null where other processes write it too. */
  readonly memory: StatementMemory | null;
  readonly readiness: Readiness;
  readonly blobs: Blobs;
  readonly erasure: Pick<Erasure, 'erase'>;
  readonly importer: Importer;
  /** By name. */
  readonly jobs: ReadonlyMap<string, OperatorJob>;
  /** Real time: sessions, audit. */
  readonly clock: Clock;
  readonly tenantClock: TenantClock;
  readonly log: Logger;
  readonly system: SystemProbe;
  /** Of the whole process. */
  readonly metrics: Metrics;
  /** Bearer token of the command line on this machine, from the data directory; null = no such door. */
  readonly controlToken: string | null;
  readonly demo: DemoControls | null;
  /** The built dashboards. */
  readonly pagesDirectory: string;
}
