import type { ModelAlarm, ModelWatch } from '#libs/contracts';
import { writeJson } from '#libs/models';
import type { Postgres } from '../postgres.js';

/** How a risk model fared when it was last looked at. */
export interface KeptWatch {
  readonly at: Date;
  readonly watch: ModelWatch;
}

export interface WatchedFigures extends Pick<ModelWatch, 'watchedOn' | 'horizon' | 'figures'> {
  readonly version: string;
}

/** Writer of `model_watches`: the newest of each version of risk models. */
export class ModelWatchStore {
  constructor(private readonly postgres: Pick<Postgres, 'query'>) {}

  async keep(tenant: string, version: string, { at, watch }: KeptWatch): Promise<void> {
    await this.postgres.query(
      `INSERT INTO model_watches (tenant, version, watched_on, at, watch) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (tenant, version) DO UPDATE SET watched_on = $3, at = $4, watch = $5`,
      [tenant, version, watch.watchedOn, at, writeJson(watch)],
    );
  }

  /** null where the version has not been watched, or there is none. */
  async find(tenant: string, version: string): Promise<KeptWatch | null> {
    const [row] = await this.postgres.query<KeptWatch>(
      'SELECT at, watch FROM model_watches WHERE tenant = $1 AND version = $2',
      [tenant, version],
    );
    return row ?? null;
  }

  /** Figures over all weeks of every version that has been watched. */
  figures(tenant: string): Promise<WatchedFigures[]> {
    return this.postgres.query(
      `SELECT version, watch->>'watchedOn' AS "watchedOn", watch->>'horizon' AS horizon, watch->'figures' AS figures
       FROM model_watches WHERE tenant = $1`,
      [tenant],
    );
  }

  /** What stands of the model in use, in the order in which the watch says it; empty where none is, or it has not been watched. */
  async alarms(tenant: string): Promise<(ModelAlarm & { readonly model: string })[]> {
    return this.postgres.query(`${standing} WHERE w.tenant = $1 ORDER BY place`, [tenant]);
  }
}

const standing = `
  SELECT w.version AS model, alarm->>'of' AS of, alarm->>'feature' AS feature, alarm->>'since' AS since, alarm->'text' AS text
  FROM model_watches w
  JOIN risk_models m ON m.tenant = w.tenant AND m.version = w.version AND m.status = 'active'
  CROSS JOIN LATERAL jsonb_array_elements(w.watch->'alarms') WITH ORDINALITY AS a (alarm, place)`;
