export { openClickHouse, type ClickHouse } from './clickhouse.js';
export {
  ClickHouseAccessDenied,
  ClickHouseDiskFull,
  ClickHouseFailure,
  ClickHouseQueryError,
  ClickHouseRowError,
  ClickHouseTimeout,
  ClickHouseUnavailable,
  isTooMuch,
} from './errors.js';
export { atHorizon, horizonList } from './scorings.js';
export { encodedRow, encodedRows, lastValue, type EncodedRows } from './tab-separated.js';
export { defineQuery, WholeNumber, type NamedQuery } from './named-query.js';
export {
  checkClickHouseSchema,
  clickHouseMigrations,
  clickHouseSchema,
  ClickHouseSchemaError,
  clickHouseTables,
  migrateClickHouse,
} from './migrator.js';
