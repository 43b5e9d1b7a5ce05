import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What erasing a person needs: why and what was erased, the keys of attachments' files, and which pseudonyms are one
 * person.
 *
 * Adds columns with constant defaults and turns statistics off: both touch the catalogue alone, nothing waits for it.
 */
export class Erasure0000000000006 implements MigrationInterface {
  readonly name = 'Erasure0000000000006';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(erasures);
    await runner.query(blobKeys);
    await runner.query(personaLinks);
    await runner.query(statistics('SET STATISTICS 0'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE persona_links, blob_keys;');
    await runner.query('ALTER TABLE erasures DROP COLUMN reason, DROP COLUMN erased;');
    await runner.query(statistics('SET STATISTICS -1'));
  }
}

const erasures = `
ALTER TABLE erasures
  ADD COLUMN reason text NOT NULL DEFAULT '',
  -- how much of each kind
  ADD COLUMN erased jsonb NOT NULL DEFAULT
    '{"identities":0,"forms":0,"contacts":0,"attributes":0,"documents":0,"attachments":0,"notes":0,"links":0}';`;

const blobKeys = `
CREATE TABLE blob_keys (
  tenant      text NOT NULL REFERENCES tenants,
  -- of the plain bytes, lower-case hexadecimal
  sha2        text NOT NULL,
  -- whose statement carries the file; null = of a statement that is nobody's
  learner_pid text,
  -- the file's key: under the data key of the identity, of nobody's under the tenant's vault key
  wrapped     bytea NOT NULL,
  UNIQUE NULLS NOT DISTINCT (tenant, sha2, learner_pid),
  -- a person who is erased takes them along
  FOREIGN KEY (tenant, learner_pid) REFERENCES identities ON DELETE CASCADE
);
CREATE INDEX blob_keys_learner ON blob_keys (tenant, learner_pid) WHERE learner_pid IS NOT NULL;
ALTER TABLE blob_keys ALTER COLUMN wrapped SET STATISTICS 0;`;

const personaLinks = `
CREATE TABLE persona_links (
  tenant      text NOT NULL REFERENCES tenants,
  learner_pid text NOT NULL,
  -- the same for all pseudonyms of one person
  persona     uuid NOT NULL,
  PRIMARY KEY (tenant, learner_pid)
);
CREATE INDEX persona_links_persona ON persona_links (tenant, persona);`;

/** The planner's statistics hold samples of a column's values: of these they would outlive the person. */
function statistics(change: string): string {
  const sealed = [
    ['identities', 'wrapped_key'],
    ['identities', 'agent'],
    ['identity_forms', 'agent'],
    ['contacts', 'contact'],
    ['documents', 'content'],
    ['learner_attributes', 'attributes'],
  ];
  return sealed.map(([table, column]) => `ALTER TABLE ${table} ALTER COLUMN ${column} ${change};`).join('\n');
}
