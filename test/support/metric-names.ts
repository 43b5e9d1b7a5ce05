import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Names that the guide for operators describes. */
export function describedMetrics(): readonly string[] {
  const guide = readFileSync(fileURLToPath(new URL('../../docs/guides/metrics.md', import.meta.url)), 'utf8');
  return [...guide.matchAll(/`(snowlight_\w+)`/g)].map(([, name = '']) => name).sort();
}

/** Names in an answer of `/metrics`. */
export const metricsOf = (answer: string): readonly string[] =>
  [...answer.matchAll(/^# TYPE (\S+)/gm)].map(([, name = '']) => name).sort();
