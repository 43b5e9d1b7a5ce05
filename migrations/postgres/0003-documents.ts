import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The record store's documents (states and profiles), and what is held true of activities and verbs.
 *
 * Creates tables only: nothing waits for it.
 */
export class Documents0000000000003 implements MigrationInterface {
  readonly name = 'Documents0000000000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(documents);
    await runner.query(canonicalTerms);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE canonical_terms, documents;');
  }
}

const documents = `
CREATE TABLE documents (
  tenant       text NOT NULL REFERENCES tenants,
  -- SHA-256 of all that names the document: an IRI alone may be longer than an index entry
  address      bytea NOT NULL,
  resource     text NOT NULL CHECK (resource IN ('state', 'activity-profile', 'agent-profile')),
  activity     text,
  -- whose; null = of an activity, and of nobody
  learner_pid  text,
  registration uuid,
  document     text NOT NULL,
  content_type text NOT NULL,
  -- of somebody's: under the data key of the identity
  content      bytea NOT NULL,
  -- the tenant's time
  stored       timestamptz NOT NULL,
  PRIMARY KEY (tenant, address),
  CHECK ((activity IS NULL) = (resource = 'agent-profile')),
  CHECK ((learner_pid IS NULL) = (resource = 'activity-profile')),
  -- a person who is erased takes them along
  FOREIGN KEY (tenant, learner_pid) REFERENCES identities ON DELETE CASCADE
);
CREATE INDEX documents_of_learner ON documents (tenant, learner_pid, resource) WHERE learner_pid IS NOT NULL;
CREATE INDEX documents_of_activity ON documents USING hash (activity) WHERE learner_pid IS NULL;`;

const canonicalTerms = `
CREATE TABLE canonical_terms (
  tenant  text NOT NULL REFERENCES tenants,
  kind    text NOT NULL CHECK (kind IN ('activity', 'verb')),
  -- SHA-256 of the IRI, which may be longer than an index entry
  address bytea NOT NULL,
  iri     text NOT NULL,
  -- JSON: the definition of an activity, the display of a verb. As text: jsonb refuses some legal strings
  said    text NOT NULL,
  PRIMARY KEY (tenant, kind, address)
);`;
