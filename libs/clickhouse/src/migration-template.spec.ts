import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { renderMigration, splitStatements } from './migration-template.js';
import { clickHouseMigrations } from './migrator.js';

describe('migration template', () => {
  const single = { database: 'd', cluster: undefined };
  const cluster = { database: 'd', cluster: 'main' };
  const sql = `CREATE TABLE IF NOT EXISTS {{database}}.runs {{on_cluster}} (a String) ENGINE = {{engine:ReplacingMergeTree(v)}} ORDER BY a SETTINGS {{dedup_window}} = 9`;

  it('renders for one server', () => {
    expect(renderMigration(sql, single)).toEqual([
      'CREATE TABLE IF NOT EXISTS d.runs  (a String) ENGINE = ReplacingMergeTree(v) ORDER BY a SETTINGS non_replicated_deduplication_window = 9',
    ]);
  });

  it('renders for a cluster: a replicated part on each shard, and one that knows them all', () => {
    expect(renderMigration(sql, cluster)).toEqual([
      "CREATE TABLE IF NOT EXISTS d.runs_local ON CLUSTER 'main' (a String) ENGINE = ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}', v) ORDER BY a SETTINGS replicated_deduplication_window = 9",
      "CREATE TABLE IF NOT EXISTS d.runs ON CLUSTER 'main' AS d.runs_local ENGINE = Distributed('main', 'd', 'runs_local', cityHash64(tenant, run))",
    ]);
  });

  it('changes the parts on the shards, and makes the one that knows them anew', () => {
    const alter = 'ALTER TABLE {{database}}.scores {{on_cluster}} ADD COLUMN IF NOT EXISTS x UInt8';
    expect(renderMigration(alter, cluster)).toEqual([
      "ALTER TABLE d.scores_local ON CLUSTER 'main' ADD COLUMN IF NOT EXISTS x UInt8",
      "CREATE OR REPLACE TABLE d.scores ON CLUSTER 'main' AS d.scores_local ENGINE = Distributed('main', 'd', 'scores_local', cityHash64(tenant, learner_pid))",
    ]);
  });

  it('lets a view work within its shard', () => {
    const view =
      'CREATE MATERIALIZED VIEW IF NOT EXISTS {{database}}.v {{on_cluster}} TO {{database}}.a AS SELECT x FROM {{database}}.b';
    expect(renderMigration(view, cluster)).toEqual([
      "CREATE MATERIALIZED VIEW IF NOT EXISTS d.v ON CLUSTER 'main' TO d.a_local AS SELECT x FROM d.b_local",
    ]);
  });

  it('gives a table that is the same everywhere one path', () => {
    const ledger =
      'CREATE TABLE {{database}}.l {{on_cluster}} (a Int8) ENGINE = {{engine_everywhere:MergeTree}} ORDER BY a';
    expect(renderMigration(ledger, cluster)).toEqual([
      "CREATE TABLE d.l ON CLUSTER 'main' (a Int8) ENGINE = ReplicatedMergeTree('/clickhouse/tables/every/{database}/{table}', '{shard}-{replica}') ORDER BY a",
    ]);
  });

  it('refuses a table of which it is not known where its rows lie', () => {
    expect(() =>
      renderMigration('CREATE TABLE IF NOT EXISTS {{database}}.t {{on_cluster}} (a Int8)', cluster),
    ).toThrow('t has no shard key: name it in libs/clickhouse/src/sharding.ts');
  });

  const isInsert = (statement: string): boolean => /^INSERT INTO/m.test(statement);
  const ofFile = (file: string): string => readFileSync(join(clickHouseMigrations, file), 'utf8');

  it.each(readdirSync(clickHouseMigrations))('%s renders for a cluster', (file) => {
    for (const statement of renderMigration(ofFile(file), cluster)) {
      // what is copied is copied once, through the tables that know all shards
      if (isInsert(statement)) expect(statement).not.toContain('_local');
      else expect(statement).toContain("ON CLUSTER 'main'");
      expect(statement).not.toMatch(/\{\{|non_replicated/);
      // every engine of ours is replicated, or stands for those that are
      for (const [, engine = ''] of statement.matchAll(/ENGINE = (\w+)/g))
        expect(engine).toMatch(/^(Replicated\w*MergeTree|Distributed)$/);
    }
  });

  it('keeps the statements of a learner on one shard, of which the log knows by the id', () => {
    const rendered = renderMigration(ofFile('0001_events.sql'), cluster);
    const text = rendered.join('\n');
    expect(text).toContain("Distributed('main', 'd', 'statements_local', cityHash64(tenant, learner_pid))");
    expect(text).toContain(
      "Distributed('main', 'd', 'statement_log_local', cityHash64(tenant, statement_id))",
    );
    expect(text).toMatch(
      /statement_ids_of_log ON CLUSTER 'main'\nTO d\.statement_ids_local AS[^;]*FROM d\.statement_log_local/,
    );
  });

  it('refuses a placeholder that it does not know', () => {
    expect(() => renderMigration('{{db}}', single)).toThrow('unknown placeholder {{db}}');
    expect(() => renderMigration('{{engine:Memory}}', cluster)).toThrow(
      'not an engine of the MergeTree family',
    );
  });

  it('splits at semicolons that end a statement, not at those in texts and comments', () => {
    const file = `-- first; really
SELECT ';', 'it''s; \\'; ok', \`a;b\`; /* second; */ SELECT 1 - 2 / 3;
-- nothing after this;
`;
    expect(splitStatements(file)).toEqual([
      "-- first; really\nSELECT ';', 'it''s; \\'; ok', `a;b`",
      '/* second; */ SELECT 1 - 2 / 3',
    ]);
  });

  it.each(readdirSync(clickHouseMigrations))('%s can run again after it was killed half way', (file) => {
    const statements = splitStatements(readFileSync(join(clickHouseMigrations, file), 'utf8'));
    expect(statements.length).toBeGreaterThan(0);
    for (const [index, statement] of statements.entries()) {
      // what is copied again is copied into an empty table
      if (isInsert(statement)) expect(statements[index - 1]).toMatch(/^TRUNCATE TABLE IF EXISTS/m);
      else expect(statement).toMatch(/\bIF (NOT )?EXISTS\b/);
    }
  });
});
