import type { BilingualText } from '#libs/contracts';
import { readJson, writeJson } from '#libs/models';
import type { Postgres } from '../postgres.js';
import { logPromotion, type ModelKind, type PromotedBy } from './promotion-log.js';

export type ModelStatus = 'candidate' | 'active' | 'retired';
/** `baseline`: came with the program, learnt from other people's data. */
export type ModelOrigin = 'baseline' | 'trained' | 'recalibrated';

/** What a model was made from and by: with the data it gives the same model again. */
export interface ModelLineage {
  readonly origin: ModelOrigin;
  /** YYYY-MM-DD: first day of the first run, and the first day of which nothing was known; null = not written down. */
  readonly dataFrom: string | null;
  readonly dataTo: string | null;
  /** What each figure was counted by, as a digest. */
  readonly featureVersions: Readonly<Record<string, string>>;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly seed: number | null;
  /** What a reader must know beside the figures. */
  readonly note: BilingualText | null;
}
export interface ModelSummary extends ModelLineage {
  readonly version: string;
  readonly createdAt: Date;
  /** Runs (codes) and the like that it learnt from. */
  readonly trainedOn: readonly string[];
  readonly metrics: Readonly<Record<string, number>>;
  /** Names, in the order of the model's inputs. */
  readonly features: readonly string[];
  readonly status: ModelStatus;
}
export interface NewModel extends Omit<ModelSummary, 'status' | keyof ModelLineage>, Partial<ModelLineage> {
  /** The model itself, as JSON that its library reads; infinities are kept. */
  readonly model: unknown;
}
export type StoredModel = ModelSummary & Pick<NewModel, 'model'>;

const tables: Readonly<Record<ModelKind, string>> = { risk: 'risk_models', mastery: 'mastery_models' };
const columns = `version, created_at AS "createdAt", trained_on AS "trainedOn", metrics, features, status, origin,
  to_char(data_from, 'YYYY-MM-DD') AS "dataFrom", to_char(data_to, 'YYYY-MM-DD') AS "dataTo",
  feature_versions AS "featureVersions", parameters, seed::float8 AS seed, note`;

/** Writer of the registry of one kind of model. A version never changes; at most one of a tenant is active. */
export class ModelStore {
  private readonly table: string;

  constructor(
    private readonly postgres: Postgres,
    private readonly kind: ModelKind,
  ) {
    this.table = tables[kind];
  }

  /** Keeps a candidate. False where the version is there already. */
  async add(tenant: string, model: NewModel): Promise<boolean> {
    const { version, createdAt, origin = 'trained', dataFrom = null, dataTo = null, seed = null } = model;
    const { featureVersions = {}, parameters = {}, note = null } = model;
    const parts = [model.trainedOn, model.metrics, model.features, model.model, featureVersions, parameters];
    const rows = await this.postgres.query(
      `INSERT INTO ${this.table} (tenant, version, created_at, origin, data_from, data_to, seed, note, trained_on, metrics,
         features, model, feature_versions, parameters)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT DO NOTHING RETURNING version`,
      [
        ...[tenant, version, createdAt, origin, dataFrom, dataTo, seed],
        note && writeJson(note),
        ...parts.map(writeJson),
      ],
    );
    return rows.length > 0;
  }

  /** Newest first, without the models themselves. */
  list(tenant: string): Promise<ModelSummary[]> {
    return this.postgres.query(
      `SELECT ${columns} FROM ${this.table} WHERE tenant = $1 ORDER BY created_at DESC, version`,
      [tenant],
    );
  }

  find(tenant: string, version: string): Promise<StoredModel | null> {
    return this.read('version = $2', [tenant, version]);
  }

  /** The one that scores; null = none yet. */
  active(tenant: string): Promise<StoredModel | null> {
    return this.read(`status = 'active'`, [tenant]);
  }

  /**
   * Makes a version the active one and retires the one before; also the way back. What changed is logged in the same
   * transaction. False where the version is unknown.
   */
  promote(tenant: string, version: string, by: PromotedBy): Promise<boolean> {
    return this.postgres.transaction(async (tx) => {
      // one promotion at a time: two at once would both see no active one and break the unique index
      await tx.query(`SELECT FROM tenants WHERE id = $1 FOR UPDATE`, [tenant]);
      const known = await tx.query<{ version: string; status: ModelStatus }>(
        `SELECT version, status FROM ${this.table} WHERE tenant = $1 AND (version = $2 OR status = 'active')`,
        [tenant, version],
      );
      const wanted = known.find((one) => one.version === version);
      if (wanted === undefined) return false;
      if (wanted.status === 'active') return true;
      const previous = known.find(({ status }) => status === 'active')?.version ?? null;
      await tx.query(
        `UPDATE ${this.table} SET status = 'retired' WHERE tenant = $1 AND status = 'active' AND version <> $2`,
        [tenant, version],
      );
      await tx.query(`UPDATE ${this.table} SET status = 'active' WHERE tenant = $1 AND version = $2`, [
        tenant,
        version,
      ]);
      await logPromotion(tx, tenant, { ...by, kind: this.kind, version, previous });
      return true;
    });
  }

  private async read(condition: string, parameters: readonly string[]): Promise<StoredModel | null> {
    // as text: the driver's own reader of JSON would know nothing of infinities
    const [row] = await this.postgres.query<ModelSummary & { json: string }>(
      `SELECT ${columns}, model::text AS json FROM ${this.table} WHERE tenant = $1 AND ${condition}`,
      [...parameters],
    );
    if (row === undefined) return null;
    const { json, ...summary } = row;
    return { ...summary, model: readJson(json) };
  }
}
