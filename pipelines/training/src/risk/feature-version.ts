import { createHash } from 'node:crypto';
import { allFeatures } from '#libs/features';

/** Eight digits of what the figure is counted by; undefined where there is no such figure. */
export function featureVersion(name: string): string | undefined {
  const feature = allFeatures.find((one) => one.name === name);
  if (feature === undefined) return undefined;
  const { sql, window, unit } = feature;
  return createHash('sha256')
    .update(JSON.stringify([sql, window, unit]))
    .digest('hex')
    .slice(0, 8);
}

/** Of those that are counted here, by name. */
export const featureVersions = (names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, featureVersion(name) ?? '']));
