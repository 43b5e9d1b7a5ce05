export { ConfigError } from './config-error.js';
export {
  processConfig,
  readConfig,
  type ClickHouseLocation,
  type Config,
  type DistributedConfig,
  type EmbeddedConfig,
  type LogLevel,
  type PostgresLocation,
  type XapiRate,
} from './config.js';
export type { KafkaLocation } from './kafka-environment.js';
export { fingerprint, keptSecret, rootSecret } from './root-secret.js';
