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
export { checkPostgresSchema, migratePostgres } from './migrator.js';
export { openPostgres, type Postgres, type Queryable } from './postgres.js';
export * from './stores/index.js';
