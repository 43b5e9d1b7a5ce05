import type { MigrationInterface, QueryRunner } from 'typeorm';

const tables = ['risk_models', 'mastery_models'];

/** A third origin of models. Few rows, and nothing is written again. */
export class RecalibratedModels0000000000012 implements MigrationInterface {
  readonly name = 'RecalibratedModels0000000000012';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of tables)
      await runner.query(`
        ALTER TABLE ${table} DROP CONSTRAINT ${table}_origin_check,
          ADD CONSTRAINT ${table}_origin_check CHECK (origin IN ('baseline', 'trained', 'recalibrated'));`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of tables)
      await runner.query(`
        ALTER TABLE ${table} DROP CONSTRAINT ${table}_origin_check,
          ADD CONSTRAINT ${table}_origin_check CHECK (origin IN ('baseline', 'trained'));`);
  }
}
