import type { Queryable } from '../postgres.js';

export interface Watermark {
  /** Everything before it is done. */
  readonly at: Date | null;
  /** Everything up to it is done. */
  readonly revision: number | null;
}

/** Writer of `pipeline_watermarks`: how far each named pipeline has come. Marks never go back. */
export class WatermarkStore {
  constructor(private readonly db: Queryable) {}

  /** Both null where the pipeline has never run. */
  async get(name: string): Promise<Watermark> {
    const rows = await this.db.query<Watermark>(
      `SELECT at, revision::float8 AS revision FROM pipeline_watermarks WHERE name = $1`,
      [name],
    );
    return rows[0] ?? { at: null, revision: null };
  }

  async advance(name: string, to: Partial<Watermark>, tx: Queryable = this.db): Promise<void> {
    // greatest() passes over nulls
    await tx.query(
      `INSERT INTO pipeline_watermarks AS w (name, at, revision) VALUES ($1, $2, $3)
       ON CONFLICT (name) DO UPDATE SET at = greatest(w.at, excluded.at), revision = greatest(w.revision, excluded.revision)`,
      [name, to.at ?? null, to.revision ?? null],
    );
  }
}
