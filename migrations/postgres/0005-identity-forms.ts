import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The other ways in which a person was written (another name, another spelling of the address): form 0 is the agent of
 * `identities`, these are numbered from 1. Sealed under the identity's own key and gone with it.
 *
 * Creates a table only: nothing waits for it.
 */
export class IdentityForms0000000000005 implements MigrationInterface {
  readonly name = 'IdentityForms0000000000005';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(forms);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE identity_forms');
  }
}

const forms = `
CREATE TABLE identity_forms (
  tenant      text NOT NULL,
  learner_pid text NOT NULL,
  form        integer NOT NULL CHECK (form > 0),
  -- keyed hash of the agent's JSON: finds a form without opening any
  fingerprint bytea NOT NULL,
  agent       bytea NOT NULL,
  PRIMARY KEY (tenant, learner_pid, form),
  UNIQUE (tenant, learner_pid, fingerprint),
  FOREIGN KEY (tenant, learner_pid) REFERENCES identities ON DELETE CASCADE
);`;
