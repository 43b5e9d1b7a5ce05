import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * People, places, courses, staff and ledgers. Every table but the account-wide ones starts with the tenant, and keys are
 * the words of the outside (codes, IRIs, pseudonyms), so that a row names the same thing here, on the bus and in
 * ClickHouse without a look-up. `run` is always the IRI of the run.
 *
 * Runs on an empty database only: creates, changes nothing.
 */
export class PeopleAndRules0000000000001 implements MigrationInterface {
  readonly name = 'PeopleAndRules0000000000001';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [places, catalogue, people, mirror, vault, staff, work, machinery])
      await runner.query(part);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE pipeline_watermarks, import_jobs, mastery_models, risk_models, work_item_notes, work_items, audit_log,
        login_attempts, sessions, api_keys, user_roles, users, erasures, learner_attributes, contacts, identities,
        enrolment_history, enrolments, consents, learner_regions, learners, activity_skills, activities, modules, skills,
        runs, courses, programs, regions, tenants;
      DROP FUNCTION bump_revision(), order_revisions(), take_revision_turn();
      DROP SEQUENCE mirror_revision;`);
  }
}

const places = `
CREATE TABLE tenants (
  id                   text PRIMARY KEY,
  name_zh              text NOT NULL,
  name_en              text NOT NULL,
  -- never changed: it decides on which day every event of the tenant counts
  time_zone            text NOT NULL DEFAULT 'Asia/Shanghai',
  default_xapi_version text NOT NULL DEFAULT '1.0.3' CHECK (default_xapi_version IN ('1.0.3', '2.0.0')),
  -- the clock of a demo tenant; null = real time
  simulated_now        timestamptz,
  created_at           timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE regions (
  tenant     text NOT NULL REFERENCES tenants,
  code       text NOT NULL,
  parent     text,
  level      text NOT NULL CHECK (level IN ('province', 'county', 'township', 'village')),
  name_zh    text NOT NULL,
  name_en    text NOT NULL,
  valid_from date NOT NULL,
  valid_to   date CHECK (valid_to > valid_from),
  -- codes from the root down to this one: a subtree is "path contains its root", whatever characters a code has
  path       text[] NOT NULL,
  PRIMARY KEY (tenant, code),
  FOREIGN KEY (tenant, parent) REFERENCES regions DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX regions_path ON regions USING gin (path);
CREATE INDEX regions_parent ON regions (tenant, parent);`;

const catalogue = `
CREATE TABLE programs (
  tenant  text NOT NULL REFERENCES tenants,
  code    text NOT NULL,
  name_zh text NOT NULL,
  name_en text NOT NULL,
  PRIMARY KEY (tenant, code)
);
CREATE TABLE courses (
  tenant  text NOT NULL,
  code    text NOT NULL,
  program text NOT NULL,
  name_zh text NOT NULL,
  name_en text NOT NULL,
  PRIMARY KEY (tenant, code),
  FOREIGN KEY (tenant, program) REFERENCES programs
);
CREATE TABLE runs (
  tenant      text NOT NULL,
  iri         text NOT NULL,
  code        text NOT NULL,
  course      text NOT NULL,
  start_day   date NOT NULL,
  -- exclusive; null = open end
  end_day     date CHECK (end_day > start_day),
  rolling     boolean NOT NULL,
  dropout     text NOT NULL CHECK (dropout IN ('explicit', 'silent')),
  silent_days integer NOT NULL CHECK (silent_days > 0),
  revision    bigint NOT NULL,
  PRIMARY KEY (tenant, iri),
  UNIQUE (tenant, code),
  FOREIGN KEY (tenant, course) REFERENCES courses
);
CREATE INDEX runs_revision ON runs (revision);
CREATE TABLE modules (
  tenant   text NOT NULL,
  course   text NOT NULL,
  code     text NOT NULL,
  name_zh  text NOT NULL,
  name_en  text NOT NULL,
  position integer NOT NULL,
  PRIMARY KEY (tenant, course, code),
  FOREIGN KEY (tenant, course) REFERENCES courses
);
CREATE TABLE skills (
  tenant  text NOT NULL,
  course  text NOT NULL,
  code    text NOT NULL,
  name_zh text NOT NULL,
  name_en text NOT NULL,
  PRIMARY KEY (tenant, course, code),
  FOREIGN KEY (tenant, course) REFERENCES courses
);
CREATE TABLE activities (
  tenant   text NOT NULL,
  run      text NOT NULL,
  iri      text NOT NULL,
  module   text,
  type     text NOT NULL,
  name_zh  text NOT NULL,
  name_en  text NOT NULL,
  due_day  integer,
  weight   double precision CHECK (weight >= 0),
  revision bigint NOT NULL,
  PRIMARY KEY (tenant, run, iri),
  FOREIGN KEY (tenant, run) REFERENCES runs
);
CREATE INDEX activities_revision ON activities (revision);
CREATE TABLE activity_skills (
  tenant   text NOT NULL,
  run      text NOT NULL,
  activity text NOT NULL,
  skill    text NOT NULL,
  PRIMARY KEY (tenant, run, activity, skill),
  FOREIGN KEY (tenant, run, activity) REFERENCES activities ON DELETE CASCADE
);`;

const people = `
CREATE TABLE learners (
  tenant      text NOT NULL REFERENCES tenants,
  learner_pid text NOT NULL,
  created_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant, learner_pid)
);
CREATE TABLE learner_regions (
  tenant      text NOT NULL,
  learner_pid text NOT NULL,
  region      text NOT NULL,
  valid_from  date NOT NULL,
  -- exclusive; null = still there
  valid_to    date CHECK (valid_to > valid_from),
  PRIMARY KEY (tenant, learner_pid, valid_from),
  FOREIGN KEY (tenant, learner_pid) REFERENCES learners,
  FOREIGN KEY (tenant, region) REFERENCES regions
);
CREATE UNIQUE INDEX learner_regions_open ON learner_regions (tenant, learner_pid) WHERE valid_to IS NULL;
CREATE INDEX learner_regions_region ON learner_regions (tenant, region) WHERE valid_to IS NULL;

-- Append only: the newest "at" of a kind is in force, and who said what when stays provable.
CREATE TABLE consents (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant      text NOT NULL,
  learner_pid text NOT NULL,
  kind        text NOT NULL CHECK (kind IN ('reminders')),
  granted     boolean NOT NULL,
  at          timestamptz NOT NULL,
  source      text NOT NULL,
  FOREIGN KEY (tenant, learner_pid) REFERENCES learners
);
CREATE INDEX consents_current ON consents (tenant, learner_pid, kind, at DESC, id DESC);

CREATE TABLE enrolments (
  tenant        text NOT NULL,
  run           text NOT NULL,
  learner_pid   text NOT NULL,
  status        text NOT NULL
    CHECK (status IN ('registered', 'started', 'completed', 'failed', 'withdrew', 'silent', 'transferred')),
  registered_at timestamptz NOT NULL,
  started_at    timestamptz,
  status_at     timestamptz NOT NULL,
  -- 1 = first time in this run; grows with each re-enrolment
  attempt       integer NOT NULL DEFAULT 1,
  revision      bigint NOT NULL,
  PRIMARY KEY (tenant, run, learner_pid),
  FOREIGN KEY (tenant, run) REFERENCES runs,
  FOREIGN KEY (tenant, learner_pid) REFERENCES learners
);
CREATE INDEX enrolments_learner ON enrolments (tenant, learner_pid);
CREATE INDEX enrolments_revision ON enrolments (revision);
CREATE TABLE enrolment_history (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant      text NOT NULL,
  run         text NOT NULL,
  learner_pid text NOT NULL,
  attempt     integer NOT NULL,
  status      text NOT NULL,
  at          timestamptz NOT NULL,
  source      text NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  FOREIGN KEY (tenant, run, learner_pid) REFERENCES enrolments
);
CREATE INDEX enrolment_history_enrolment ON enrolment_history (tenant, run, learner_pid, id);`;

const mirror = `
CREATE SEQUENCE mirror_revision;
CREATE FUNCTION bump_revision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.revision := nextval('mirror_revision');
  RETURN NEW;
END $$;
-- Writers of mirrored tables take turns, so that revisions become visible in their order: who has read up to x
-- can never miss a smaller one that commits later.
CREATE FUNCTION take_revision_turn() RETURNS void LANGUAGE sql AS $$
  SELECT pg_advisory_xact_lock(hashtextextended('mirror_revision', 0));
$$;
CREATE FUNCTION order_revisions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM take_revision_turn();
  RETURN NULL;
END $$;
CREATE TRIGGER runs_order BEFORE INSERT OR UPDATE ON runs EXECUTE FUNCTION order_revisions();
CREATE TRIGGER runs_bump BEFORE INSERT OR UPDATE ON runs FOR EACH ROW EXECUTE FUNCTION bump_revision();
CREATE TRIGGER enrolments_order BEFORE INSERT OR UPDATE ON enrolments EXECUTE FUNCTION order_revisions();
CREATE TRIGGER enrolments_bump BEFORE INSERT OR UPDATE ON enrolments FOR EACH ROW EXECUTE FUNCTION bump_revision();
CREATE TRIGGER activities_order BEFORE INSERT OR UPDATE ON activities EXECUTE FUNCTION order_revisions();
CREATE TRIGGER activities_bump BEFORE INSERT OR UPDATE ON activities FOR EACH ROW EXECUTE FUNCTION bump_revision();`;

const vault = `
-- Erasure deletes the row and with it the only copy of its data key; what hangs on it goes too.
CREATE TABLE identities (
  tenant          text NOT NULL REFERENCES tenants,
  learner_pid     text NOT NULL,
  identifier_hmac bytea NOT NULL,
  wrapped_key     bytea NOT NULL,
  agent           bytea NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant, learner_pid),
  UNIQUE (tenant, identifier_hmac)
);
CREATE TABLE contacts (
  tenant      text NOT NULL,
  learner_pid text NOT NULL,
  -- JSON of name and phone under the data key of the identity
  contact     bytea NOT NULL,
  -- keyed hash of the plain contact: tells whether an import changes it without opening it
  fingerprint bytea NOT NULL,
  -- keyed hashes of what the person may be looked up by
  name_terms  bytea[] NOT NULL,
  PRIMARY KEY (tenant, learner_pid),
  FOREIGN KEY (tenant, learner_pid) REFERENCES identities ON DELETE CASCADE
);
CREATE INDEX contacts_name_terms ON contacts USING gin (name_terms);
-- Demographics: for audits of fairness alone.
CREATE TABLE learner_attributes (
  tenant      text NOT NULL,
  learner_pid text NOT NULL,
  attributes  jsonb NOT NULL,
  PRIMARY KEY (tenant, learner_pid),
  FOREIGN KEY (tenant, learner_pid) REFERENCES identities ON DELETE CASCADE
);
-- An erased person's identity is not taken in again by a late statement.
CREATE TABLE erasures (
  tenant      text NOT NULL REFERENCES tenants,
  learner_pid text NOT NULL,
  erased_at   timestamptz NOT NULL,
  PRIMARY KEY (tenant, learner_pid)
);`;

const staff = `
CREATE TABLE users (
  id            uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  tenant        text NOT NULL REFERENCES tenants,
  -- lower case, NFKC: one person cannot have two by spelling
  account       text NOT NULL UNIQUE,
  password_hash text NOT NULL,
  display_name  text NOT NULL,
  locale        text NOT NULL CHECK (locale IN ('zh', 'en')),
  created_at    timestamptz NOT NULL DEFAULT now(),
  disabled_at   timestamptz,
  UNIQUE (tenant, id)
);
CREATE TABLE user_roles (
  tenant  text NOT NULL,
  user_id uuid NOT NULL,
  role    text NOT NULL CHECK (role IN ('admin', 'manager', 'teacher', 'researcher', 'campaigner', 'operator')),
  -- root of the subtree; null = the whole tenant
  region  text,
  UNIQUE NULLS NOT DISTINCT (user_id, role, region),
  FOREIGN KEY (tenant, user_id) REFERENCES users (tenant, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant, region) REFERENCES regions
);
CREATE TABLE sessions (
  token_hash bytea PRIMARY KEY,
  user_id    uuid NOT NULL REFERENCES users ON DELETE CASCADE,
  csrf       text NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX sessions_user ON sessions (user_id);
CREATE INDEX sessions_expiry ON sessions (expires_at);
CREATE TABLE login_attempts (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- hashed: people type passwords into the wrong field
  account_hash bytea NOT NULL,
  at           timestamptz NOT NULL,
  outcome      text NOT NULL CHECK (outcome IN ('failed', 'ok'))
);
CREATE INDEX login_attempts_account ON login_attempts (account_hash, at);
CREATE TABLE api_keys (
  id          text PRIMARY KEY,
  tenant      text NOT NULL REFERENCES tenants,
  name        text NOT NULL,
  secret_hash bytea NOT NULL,
  scopes      text[] NOT NULL,
  created_at  timestamptz NOT NULL,
  revoked_at  timestamptz
);
CREATE INDEX api_keys_tenant ON api_keys (tenant);
CREATE TABLE audit_log (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant      text NOT NULL REFERENCES tenants,
  at          timestamptz NOT NULL,
  actor_kind  text NOT NULL CHECK (actor_kind IN ('user', 'key', 'system')),
  actor       text NOT NULL,
  action      text NOT NULL,
  learner_pid text,
  details     jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX audit_log_tenant ON audit_log (tenant, id DESC);
CREATE INDEX audit_log_learner ON audit_log (tenant, learner_pid, id DESC) WHERE learner_pid IS NOT NULL;`;

const work = `
CREATE TABLE work_items (
  id                uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  tenant            text NOT NULL,
  run               text NOT NULL,
  learner_pid       text NOT NULL,
  day               date NOT NULL,
  -- where the learner lived on that day: kept for counting; who may see the item goes by where they live now
  region            text,
  status            text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'done', 'dismissed')),
  -- 1 = first of the day's list
  position          integer NOT NULL,
  -- what the list said when it was made: chance, reasons, what changed
  shown             jsonb NOT NULL,
  assignee          uuid,
  outcome           text CHECK (outcome IN ('reached', 'no_answer', 'wrong_number')),
  cause             text,
  follow_up_on      date,
  prediction_useful boolean,
  dismissed_reason  text,
  closed_at         timestamptz,
  -- null = the system (a late batch took the row back)
  closed_by         uuid REFERENCES users,
  created_at        timestamptz NOT NULL,
  UNIQUE (tenant, run, learner_pid, day),
  CHECK ((status = 'done') = (outcome IS NOT NULL)),
  CHECK ((status = 'dismissed') = (dismissed_reason IS NOT NULL)),
  CHECK ((status = 'open') = (closed_at IS NULL)),
  FOREIGN KEY (tenant, run) REFERENCES runs,
  FOREIGN KEY (tenant, learner_pid) REFERENCES learners,
  FOREIGN KEY (tenant, region) REFERENCES regions,
  FOREIGN KEY (tenant, assignee) REFERENCES users (tenant, id)
);
CREATE INDEX work_items_day ON work_items (tenant, day);
CREATE INDEX work_items_learner ON work_items (tenant, learner_pid, day DESC);
CREATE INDEX work_items_follow_up ON work_items (tenant, follow_up_on) WHERE follow_up_on IS NOT NULL;
CREATE TABLE work_item_notes (
  id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  item   uuid NOT NULL REFERENCES work_items ON DELETE CASCADE,
  at     timestamptz NOT NULL,
  author uuid NOT NULL REFERENCES users,
  text   text NOT NULL
);
CREATE INDEX work_item_notes_item ON work_item_notes (item, id);`;

const modelRegistry = (table: string) => `
CREATE TABLE ${table} (
  tenant     text NOT NULL REFERENCES tenants,
  version    text NOT NULL,
  created_at timestamptz NOT NULL,
  trained_on jsonb NOT NULL,
  metrics    jsonb NOT NULL,
  features   jsonb NOT NULL,
  model      jsonb NOT NULL,
  status     text NOT NULL DEFAULT 'candidate' CHECK (status IN ('candidate', 'active', 'retired')),
  PRIMARY KEY (tenant, version)
);
CREATE UNIQUE INDEX ${table}_active ON ${table} (tenant) WHERE status = 'active';`;

const machinery = `${modelRegistry('risk_models')}${modelRegistry('mastery_models')}
CREATE TABLE import_jobs (
  id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  tenant      text NOT NULL REFERENCES tenants,
  format      text NOT NULL,
  -- hash of the source's names, sizes and first bytes: finds the job to resume
  fingerprint text NOT NULL,
  checkpoint  jsonb NOT NULL DEFAULT '{}',
  counts      jsonb NOT NULL DEFAULT '{}',
  status      text NOT NULL DEFAULT 'running' CHECK (status IN ('running', 'done', 'failed')),
  started_at  timestamptz NOT NULL,
  updated_at  timestamptz NOT NULL
);
CREATE UNIQUE INDEX import_jobs_running ON import_jobs (tenant, format, fingerprint) WHERE status = 'running';
CREATE INDEX import_jobs_started ON import_jobs (tenant, started_at DESC);
CREATE TABLE pipeline_watermarks (
  name     text PRIMARY KEY,
  at       timestamptz,
  revision bigint
);`;
