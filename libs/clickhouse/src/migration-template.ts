/** How a migration's placeholders are filled: a single server (and the embedded engine), or a replicated cluster. */
export interface MigrationTarget {
  readonly database: string;
  /** Name of the cluster, where the tables are replicated over one. */
  readonly cluster: string | undefined;
}

/**
 * Fills `{{database}}`, `{{on_cluster}}`, `{{engine:MergeTree-family(arguments)}}` and `{{dedup_window}}`.
 * @throws Error on a placeholder of another name
 */
export function renderMigration(sql: string, target: MigrationTarget): string {
  return sql.replace(
    /\{\{(\w+)(?::([^{}]+))?\}\}/g,
    (placeholder, name: string, argument: string | undefined) => {
      if (name === 'database') return target.database;
      if (name === 'on_cluster') return target.cluster === undefined ? '' : `ON CLUSTER '${target.cluster}'`;
      if (name === 'dedup_window')
        return target.cluster === undefined
          ? 'non_replicated_deduplication_window'
          : 'replicated_deduplication_window';
      if (name === 'engine' && argument !== undefined)
        return target.cluster === undefined ? argument : replicated(argument);
      throw new Error(`unknown placeholder ${placeholder}`);
    },
  );
}

/** The macros are the server's: the same text makes a path of its own on every shard and a replica on every server. */
function replicated(engine: string): string {
  const [, family = '', args = ''] = /^(\w*MergeTree)(?:\((.*)\))?$/.exec(engine.trim()) ?? [];
  if (family === '') throw new Error(`not an engine of the MergeTree family: ${engine}`);
  const path = "'/clickhouse/tables/{shard}/{database}/{table}', '{replica}'";
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
