import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The last day on which a key is taken.
 *
 * A column without a default: the table is not rewritten, and nobody waits.
 */
export class ExpiringKeys0000000000007 implements MigrationInterface {
  readonly name = 'ExpiringKeys0000000000007';

  async up(runner: QueryRunner): Promise<void> {
    // of the tenant's calendar; null = every day
    await runner.query('ALTER TABLE api_keys ADD COLUMN last_day date;');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE api_keys DROP COLUMN last_day;');
  }
}
