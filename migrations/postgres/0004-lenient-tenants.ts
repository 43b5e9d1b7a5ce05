import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Whether a tenant's statements are judged to the letter, or put right first where that is certain.
 *
 * A column with a constant default: the table is not rewritten, and nobody waits.
 */
export class LenientTenants0000000000004 implements MigrationInterface {
  readonly name = 'LenientTenants0000000000004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE tenants
        ADD COLUMN xapi_mode text NOT NULL DEFAULT 'strict' CHECK (xapi_mode IN ('strict', 'lenient'));`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE tenants DROP COLUMN xapi_mode;');
  }
}
