import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A risk model is a line that trees mend since then; one of trees alone cannot be read any more. It stays in the registry
 * and scores no longer: the shipped baseline takes over until the next training.
 */
export class ModelsOfTreesAlone0000000000010 implements MigrationInterface {
  readonly name = 'ModelsOfTreesAlone0000000000010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      UPDATE risk_models SET status = 'retired'
      WHERE status = 'active' AND ((model->'hazard') ? 'trees' OR (model#>'{end,model}') ? 'trees')
        AND NOT coalesce((model->'hazard') ? 'line', false) AND NOT coalesce((model#>'{end,model}') ? 'line', false);`);
  }

  async down(): Promise<void> {
    // which of them was active is in the log of promotions
  }
}
