import { localName, shardKeyOf } from './sharding.js';

/** How a migration's placeholders are filled: a single server (and the embedded engine), or a replicated cluster. */
export interface MigrationTarget {
  readonly database: string;
  /** Name of the cluster, where the tables are replicated over one. */
  readonly cluster: string | undefined;
}

/**
 * The statements of a migration: `{{database}}`, `{{on_cluster}}`, `{{engine:MergeTree-family(arguments)}}`,
 * `{{engine_everywhere:...}}` (of a table that is the same on every server) and `{{dedup_window}}` filled in, and on a
 * cluster each table made of its two parts (`sharding.ts`).
 * @throws Error on a placeholder of another name
 */
export function renderMigration(sql: string, target: MigrationTarget): readonly string[] {
  const { cluster } = target;
  const statements = splitStatements(sql);
  if (cluster === undefined) return statements.map((statement) => filled(statement, target));
  return statements.flatMap((statement) => sharded(statement, cluster)).map((one) => filled(one, target));
}

function filled(sql: string, { database, cluster }: MigrationTarget): string {
  return sql.replace(
    /\{\{(\w+)(?::([^{}]+))?\}\}/g,
    (placeholder, name: string, argument: string | undefined) => {
      if (name === 'database') return database;
      if (name === 'on_cluster') return cluster === undefined ? '' : `ON CLUSTER '${cluster}'`;
      if (name === 'dedup_window')
        return cluster === undefined
          ? 'non_replicated_deduplication_window'
          : 'replicated_deduplication_window';
      if (name === 'engine' && argument !== undefined)
        return cluster === undefined ? argument : replicated(argument, '{shard}', '{replica}');
      if (name === 'engine_everywhere' && argument !== undefined)
        return cluster === undefined ? argument : replicated(argument, 'every', '{shard}-{replica}');
      throw new Error(`unknown placeholder ${placeholder}`);
    },
  );
}

/** A table's statement is of the part on each shard; the part that knows them all is made beside it, or made anew. */
function sharded(statement: string, cluster: string): readonly string[] {
  if (statement.includes('{{engine_everywhere:')) return [statement];
  const [, table] =
    /^(?:CREATE TABLE IF NOT EXISTS|ALTER TABLE) \{\{database\}\}\.(\w+)/m.exec(statement) ?? [];
  const isView = /^CREATE MATERIALIZED VIEW/m.test(statement);
  const local = statement.replace(/(\w+ )\{\{database\}\}\.(\w+)/g, (text, before: string, name: string) =>
    // a view has one name; what it reads and what it writes lie on its own shard
    isView && before === 'EXISTS ' ? text : `${before}{{database}}.${localName(name)}`,
  );
  if (table === undefined) return [local];
  const isNew = /^CREATE TABLE/m.test(statement);
  const make = isNew ? 'CREATE TABLE IF NOT EXISTS' : 'CREATE OR REPLACE TABLE';
  return [
    local,
    `${make} {{database}}.${table} {{on_cluster}} AS {{database}}.${localName(table)} ENGINE = Distributed('${cluster}', '{{database}}', '${localName(table)}', ${shardKeyOf(table)})`,
  ];
}

/** The macros are the server's: the same text makes a path of its own on every shard and a replica on every server. */
function replicated(engine: string, shard: string, replica: string): string {
  const [, family = '', args = ''] = /^(\w*MergeTree)(?:\((.*)\))?$/.exec(engine.trim()) ?? [];
  if (family === '') throw new Error(`not an engine of the MergeTree family: ${engine}`);
  const path = `'/clickhouse/tables/${shard}/{database}/{table}', '${replica}'`;
  return `Replicated${family}(${[path, args].filter(Boolean).join(', ')})`;
}

/** Statements of a file: split at semicolons outside of quotes and comments; comments alone are no statement. */
export function splitStatements(sql: string): readonly string[] {
  const statements: string[] = [];
  let current = '';
  let hasCode = false;
  for (const [token] of sql.matchAll(
    /'(?:\\.|''|[^'\\])*'|`[^`]*`|"[^"]*"|--[^\n]*|\/\*[\s\S]*?\*\/|;|[^;'`"/-]+|[/-]/g,
  )) {
    if (token === ';') {
      if (hasCode) statements.push(current.trim());
      current = '';
      hasCode = false;
      continue;
    }
    const comment = token.startsWith('--') || token.startsWith('/*');
    hasCode ||= !comment && token.trim() !== '';
    current += token;
  }
  if (hasCode) statements.push(current.trim());
  return statements;
}
