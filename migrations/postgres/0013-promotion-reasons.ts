import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Why a model was promoted, as data, so that it can be said in the reader's language. A column without a default: the
 * table is not rewritten, and nobody waits. Rows of before keep their sentence in `why`.
 */
export class PromotionReasons0000000000013 implements MigrationInterface {
  readonly name = 'PromotionReasons0000000000013';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE model_promotions
        -- PromotionReason of the contract, of what no person has put into words; why is empty then
        ADD COLUMN reason jsonb;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE model_promotions DROP COLUMN reason;');
  }
}
