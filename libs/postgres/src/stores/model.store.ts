import type { Postgres } from '../postgres.js';

export type ModelKind = 'risk' | 'mastery';
export type ModelStatus = 'candidate' | 'active' | 'retired';

export interface ModelSummary {
  readonly version: string;
  readonly createdAt: Date;
  /** Runs (codes) and the like that it learnt from. */
  readonly trainedOn: readonly string[];
  readonly metrics: Readonly<Record<string, number>>;
  /** Names, in the order of the model's inputs. */
  readonly features: readonly string[];
  readonly status: ModelStatus;
}
export interface NewModel extends Omit<ModelSummary, 'status'> {
  /** The model itself, as JSON that its library reads. */
  readonly model: unknown;
}
export type StoredModel = NewModel & ModelSummary;

const tables: Readonly<Record<ModelKind, string>> = { risk: 'risk_models', mastery: 'mastery_models' };
const columns = `version, created_at AS "createdAt", trained_on AS "trainedOn", metrics, features, status`;

/** Writer of the registry of one kind of model. A version never changes; at most one of a tenant is active. */
export class ModelStore {
  private readonly table: string;

  constructor(
    private readonly postgres: Postgres,
    kind: ModelKind,
  ) {
    this.table = tables[kind];
  }

  /** Keeps a candidate. False where the version is there already. */
  async add(tenant: string, model: NewModel): Promise<boolean> {
    const { version, createdAt } = model;
    const parts = [model.trainedOn, model.metrics, model.features, model.model].map((part) =>
      JSON.stringify(part),
    );
    const rows = await this.postgres.query(
      `INSERT INTO ${this.table} (tenant, version, created_at, trained_on, metrics, features, model)
       VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING RETURNING version`,
      [tenant, version, createdAt, ...parts],
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

  async find(tenant: string, version: string): Promise<StoredModel | null> {
    const rows = await this.postgres.query<StoredModel>(
      `SELECT ${columns}, model FROM ${this.table} WHERE tenant = $1 AND version = $2`,
      [tenant, version],
    );
    return rows[0] ?? null;
  }

  /** The one that scores; null = none yet. */
  async active(tenant: string): Promise<StoredModel | null> {
    const rows = await this.postgres.query<StoredModel>(
      `SELECT ${columns}, model FROM ${this.table} WHERE tenant = $1 AND status = 'active'`,
      [tenant],
    );
    return rows[0] ?? null;
  }

  /** Makes a version the active one and retires the one before; also the way back. False where it is unknown. */
  promote(tenant: string, version: string): Promise<boolean> {
    return this.postgres.transaction(async (tx) => {
      // one promotion at a time: two at once would both see no active one and break the unique index
      await tx.query(`SELECT FROM tenants WHERE id = $1 FOR UPDATE`, [tenant]);
      const known = await tx.query(`SELECT FROM ${this.table} WHERE tenant = $1 AND version = $2`, [
        tenant,
        version,
      ]);
      if (known.length === 0) return false;
      await tx.query(
        `UPDATE ${this.table} SET status = 'retired' WHERE tenant = $1 AND status = 'active' AND version <> $2`,
        [tenant, version],
      );
      await tx.query(`UPDATE ${this.table} SET status = 'active' WHERE tenant = $1 AND version = $2`, [
        tenant,
        version,
      ]);
      return true;
    });
  }
}
