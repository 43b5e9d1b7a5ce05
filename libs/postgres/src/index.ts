export {
  PostgresAccessDenied,
  PostgresDiskFull,
  PostgresFailure,
  PostgresQueryError,
  PostgresSchemaError,
  PostgresStartError,
  PostgresUnavailable,
} from './errors.js';
export { announceErased, listenToErasures, type Erased, type Listening } from './announcements.js';
export { checkPostgresSchema, migratePostgres, postgresSchema, RESTORE_MARK } from './migrator.js';
export { postgresTables } from '../../../migrations/postgres/index.js';
export { openPostgres, type Postgres, type Queryable } from './postgres.js';
export * from './stores/index.js';
