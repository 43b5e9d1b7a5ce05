import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Where a model comes from, who made it the one that scores, and what challengers were held against.
 *
 * Adds columns without a default or with a constant one: the tables are not rewritten, and nobody waits.
 */
export class ModelLifeCycle0000000000008 implements MigrationInterface {
  readonly name = 'ModelLifeCycle0000000000008';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of ['risk_models', 'mastery_models']) await runner.query(lineage(table));
    await runner.query(promotions);
    await runner.query(trials);
    await runner.query(`
      ALTER TABLE tenants
        ADD COLUMN model_promotion text NOT NULL DEFAULT 'rule' CHECK (model_promotion IN ('rule', 'person'));`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE tenants DROP COLUMN model_promotion;');
    await runner.query('DROP TABLE model_trials, model_promotions;');
    for (const table of ['risk_models', 'mastery_models'])
      await runner.query(`
        ALTER TABLE ${table} DROP COLUMN origin, DROP COLUMN data_from, DROP COLUMN data_to,
          DROP COLUMN feature_versions, DROP COLUMN parameters, DROP COLUMN seed, DROP COLUMN note;`);
  }
}

const lineage = (table: string) => `
ALTER TABLE ${table}
  ADD COLUMN origin text NOT NULL DEFAULT 'trained' CHECK (origin IN ('baseline', 'trained')),
  -- first day of the first run that it learnt from, and the first day of which it knew nothing
  ADD COLUMN data_from date,
  ADD COLUMN data_to date,
  -- what each figure was counted by, as a digest
  ADD COLUMN feature_versions jsonb NOT NULL DEFAULT '{}',
  ADD COLUMN parameters jsonb NOT NULL DEFAULT '{}',
  ADD COLUMN seed bigint,
  -- {zh, en}: what a reader must know beside the figures
  ADD COLUMN note jsonb;`;

const promotions = `
-- only grows
CREATE TABLE model_promotions (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant     text NOT NULL REFERENCES tenants,
  kind       text NOT NULL CHECK (kind IN ('risk', 'mastery')),
  version    text NOT NULL,
  -- the version that scored until then; null = none did
  previous   text,
  at         timestamptz NOT NULL,
  actor_kind text NOT NULL CHECK (actor_kind IN ('user', 'key', 'system', 'rule')),
  actor      text NOT NULL,
  why        text NOT NULL
);
CREATE INDEX model_promotions_kind ON model_promotions (tenant, kind, id DESC);`;

const trials = `
-- only grows
CREATE TABLE model_trials (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant     text NOT NULL REFERENCES tenants,
  at         timestamptz NOT NULL,
  champion   text NOT NULL,
  -- null where nothing could be learnt
  challenger text,
  held_out   text NOT NULL,
  trained_on jsonb NOT NULL,
  decision   text NOT NULL CHECK (decision IN ('promoted', 'proposed', 'kept')),
  -- trained on all runs after the decision; null where the champion stays
  successor  text,
  -- {zh, en}
  reason     jsonb NOT NULL,
  figures    jsonb NOT NULL
);
CREATE INDEX model_trials_tenant ON model_trials (tenant, id DESC);`;
