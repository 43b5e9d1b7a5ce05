import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Rules, the nudges that they decide on (outbox and ledger in one), what was tried and what came of it.
 *
 * Two clocks meet here. What a learner would notice (when a nudge was decided, may go, went, is too late) is in the
 * tenant's time, which a demo runs faster than the wall's; what protects the receiving service (lease, retries) is in
 * the time of the database server, one clock for all senders.
 *
 * Creates tables only: nothing waits for it.
 */
export class Nudging0000000000002 implements MigrationInterface {
  readonly name = 'Nudging0000000000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(rules);
    await runner.query(nudges);
    await runner.query(followUp);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE nudge_outcomes, nudge_attempts, nudges, nudge_rules;');
  }
}

const rules = `
CREATE TABLE nudge_rules (
  tenant        text NOT NULL REFERENCES tenants,
  code          text NOT NULL,
  -- the greatest is in force; a version is never changed, so that a nudge can name the one that decided
  version       integer NOT NULL,
  definition    jsonb NOT NULL,
  -- of the assignment to arms; the same in all versions, or people would change sides
  salt          text NOT NULL,
  sealed_secret bytea NOT NULL,
  created_at    timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant, code, version)
);`;

const nudges = `
CREATE TABLE nudges (
  id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  tenant       text NOT NULL,
  rule         text NOT NULL,
  rule_version integer NOT NULL,
  learner_pid  text NOT NULL,
  window_start date NOT NULL,
  run          text NOT NULL,
  arm          text NOT NULL CHECK (arm IN ('treated', 'holdout')),
  state        text NOT NULL CHECK (state IN ('pending', 'sending', 'sent', 'suppressed', 'expired', 'dead')),
  suppressed   text,
  -- the tenant's time
  created_at   timestamptz NOT NULL,
  not_before   timestamptz NOT NULL,
  expires_at   timestamptz NOT NULL,
  sent_at      timestamptz,
  -- what the rule saw
  horizon_days integer NOT NULL,
  scored_at    timestamptz NOT NULL,
  probability  double precision NOT NULL,
  lower        double precision NOT NULL,
  upper        double precision NOT NULL,
  model        text NOT NULL,
  reasons      jsonb NOT NULL,
  gaps         jsonb NOT NULL,
  -- the server's time
  attempt      uuid,
  lease_until  timestamptz,
  retry_at     timestamptz,
  UNIQUE (tenant, rule, learner_pid, window_start),
  CHECK ((state IN ('suppressed', 'expired')) = (suppressed IS NOT NULL)),
  CHECK ((state = 'sent') = (sent_at IS NOT NULL)),
  CHECK ((state = 'sending') = (lease_until IS NOT NULL)),
  FOREIGN KEY (tenant, rule, rule_version) REFERENCES nudge_rules,
  FOREIGN KEY (tenant, learner_pid) REFERENCES learners,
  FOREIGN KEY (tenant, run) REFERENCES runs
);
CREATE INDEX nudges_open ON nudges (tenant, not_before) WHERE state IN ('pending', 'sending');
CREATE INDEX nudges_ledger ON nudges (tenant, created_at DESC, id DESC);
CREATE INDEX nudges_learner ON nudges (tenant, learner_pid, created_at DESC);
CREATE INDEX nudges_sent ON nudges (tenant, sent_at) WHERE state = 'sent';`;

const followUp = `
CREATE TABLE nudge_attempts (
  id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  nudge      uuid NOT NULL REFERENCES nudges,
  -- the tenant's time
  at         timestamptz NOT NULL,
  -- the server's time
  started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- HTTP status; null = no answer
  status     integer,
  -- null = it went well, or is still under way
  error      text
);
CREATE INDEX nudge_attempts_nudge ON nudge_attempts (nudge, started_at);
CREATE TABLE nudge_outcomes (
  nudge       uuid NOT NULL REFERENCES nudges,
  status      text NOT NULL CHECK (status IN ('accepted', 'declined', 'delivered', 'opened', 'acted', 'failed')),
  -- as the recommendation service says
  at          timestamptz NOT NULL,
  detail      text,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (nudge, status, at)
);`;
