import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How a model fares on the tenant's own learners, as it was last looked at. A new table: nobody waits. */
export class ModelWatches0000000000011 implements MigrationInterface {
  readonly name = 'ModelWatches0000000000011';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- one row a version: what it says spans twelve weeks, each counted again from the scores
      CREATE TABLE model_watches (
        tenant     text NOT NULL,
        version    text NOT NULL,
        -- day of the tenant's clock
        watched_on date NOT NULL,
        at         timestamptz NOT NULL,
        -- ModelWatch of the contract
        watch      jsonb NOT NULL,
        PRIMARY KEY (tenant, version),
        FOREIGN KEY (tenant, version) REFERENCES risk_models ON DELETE CASCADE
      );`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE model_watches;');
  }
}
