import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { renderMigration, splitStatements } from './migration-template.js';
import { clickHouseMigrations } from './migrator.js';

describe('migration template', () => {
  const single = { database: 'd', cluster: undefined };
  const cluster = { database: 'd', cluster: 'main' };
  const sql = `CREATE TABLE {{database}}.t {{on_cluster}} (a String) ENGINE = {{engine:ReplacingMergeTree(v)}} ORDER BY a SETTINGS {{dedup_window}} = 9`;

  it('renders for one server', () => {
    expect(renderMigration(sql, single)).toBe(
      'CREATE TABLE d.t  (a String) ENGINE = ReplacingMergeTree(v) ORDER BY a SETTINGS non_replicated_deduplication_window = 9',
    );
  });

  it('renders for a cluster', () => {
    expect(renderMigration(sql, cluster)).toBe(
      "CREATE TABLE d.t ON CLUSTER 'main' (a String) ENGINE = ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}', v) ORDER BY a SETTINGS replicated_deduplication_window = 9",
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
    for (const statement of statements) expect(statement).toMatch(/\bIF (NOT )?EXISTS\b/);
  });
});
