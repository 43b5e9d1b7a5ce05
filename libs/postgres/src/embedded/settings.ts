/**
 * Settings of the embedded server, for people, rules and ledgers of one machine: small memory, few processes, and
 * nothing acknowledged ever lost (`fsync` and `synchronous_commit` stay on).
 * @param sockets directory of the one Unix socket; there is no TCP port
 */
export function serverSettings(sockets: string): Readonly<Record<string, string>> {
  return {
    listen_addresses: '',
    unix_socket_directories: sockets,
    unix_socket_permissions: '0700',
    max_connections: '40',
    shared_buffers: '32MB',
    work_mem: '8MB',
    maintenance_work_mem: '32MB',
    effective_cache_size: '256MB',
    min_wal_size: '32MB',
    max_wal_size: '256MB',
    // no replicas: less WAL, no sender, launcher and I/O processes
    wal_level: 'minimal',
    max_wal_senders: '0',
    // a recycled segment would keep the keys of people who were erased until it is written over
    wal_recycle: 'off',
    max_logical_replication_workers: '0',
    max_parallel_workers_per_gather: '0',
    io_method: 'sync',
    autovacuum_max_workers: '1',
    // compiling costs more than it saves on small tables
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_min_messages: 'warning',
    // statements hold identities
    log_min_error_statement: 'panic',
    log_parameter_max_length: '0',
    log_parameter_max_length_on_error: '0',
  };
}

/** The text of a `postgresql.conf`. */
export function configurationFile(settings: Readonly<Record<string, string>>): string {
  const lines = Object.entries(settings).map(
    ([name, value]) => `${name} = '${value.replaceAll("'", "''")}'\n`,
  );
  return `# Written at every start; see libs/postgres. Changes here are lost.\n${lines.join('')}`;
}
