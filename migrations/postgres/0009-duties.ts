import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Days on which a learner is on duty, on leave or on holiday by the roster: they count as no silence, and no reminder
 * goes. A new table: nobody waits.
 */
export class Duties0000000000009 implements MigrationInterface {
  readonly name = 'Duties0000000000009';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE duties (
        tenant      text NOT NULL,
        learner_pid text NOT NULL,
        kind        text NOT NULL CHECK (kind IN ('duty', 'leave', 'holiday')),
        from_day    date NOT NULL,
        -- the last day; it counts
        to_day      date NOT NULL CHECK (to_day >= from_day),
        PRIMARY KEY (tenant, learner_pid, from_day),
        FOREIGN KEY (tenant, learner_pid) REFERENCES learners
      );
      CREATE INDEX duties_days ON duties (tenant, to_day);`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE duties;');
  }
}
