import { collectDefaultMetrics, Registry } from 'prom-client';
import { Environment } from '../../libs/config/src/environment.js';
import { filesBelow, textOf } from './deploy-files.js';

/** Every name that Snowlight reads from its environment, in either mode. */
export const knownSettings: ReadonlySet<string> = new Set(
  Environment.options.flatMap((mode) => Object.keys(mode.shape)),
);

/** Metrics of others that the alarms and the board use, and who has them. */
const ofOthers: readonly string[] = [
  // of Prometheus itself
  'up',
  'ALERTS',
  // of Node's client on Linux alone
  'snowlight_process_open_fds',
  'snowlight_process_max_fds',
  // of ClickHouse's own endpoint (deploy/clickhouse/snowlight.xml); not to be tried without a server
  'ClickHouseAsyncMetrics_DiskAvailable_default',
  'ClickHouseAsyncMetrics_DiskTotal_default',
  'ClickHouseAsyncMetrics_MaxPartCountForPartition',
  'ClickHouseAsyncMetrics_MemoryResident',
  'ClickHouseMetrics_ReadonlyReplica',
];

/** Every metric that is there to be asked for. */
export function knownMetrics(): ReadonlySet<string> {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'snowlight_' });
  const defaults = registry.getMetricsAsArray().map(({ name }) => name);
  registry.clear();
  const own = filesBelow('apps')
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.spec.ts'))
    .flatMap((path) => [...textOf(path).matchAll(/'(snowlight_[a-z_]+)'/g)].map(([, name = '']) => name));
  const base = [...defaults, ...own];
  return new Set([
    ...base,
    ...base.flatMap((name) => ['bucket', 'count', 'sum'].map((part) => `${name}_${part}`)),
    ...ofOthers,
  ]);
}

/** Words of the query language that are no metric. Functions are told by the bracket after them. */
const keywords = new Set(['and', 'or', 'unless', 'by', 'without', 'on', 'ignoring', 'bool']);

/** Names of the metrics that a PromQL expression reads. */
export function metricsIn(expression: string): readonly string[] {
  const bare = expression
    .replace(/"(?:\\.|[^"\\])*"/g, '""')
    .replace(/\{[^{}]*\}/g, ' ')
    .replace(/\[[^\]]*\]|\boffset\s+\S+/g, ' ')
    .replace(/\b(?:by|without|on|ignoring)\s*\([^)]*\)/g, ' ');
  return [...bare.matchAll(/(?<!\w)[a-zA-Z_:][\w:]*(?!\w)(?!\s*\()/g)]
    .map(([name]) => name)
    .filter((name) => !keywords.has(name));
}
