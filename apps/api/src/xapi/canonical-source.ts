import type { CanonicalStore } from '#libs/postgres';
import { namedIn, type CanonicalSource, type Statement } from '#libs/xapi';

/**
 * What the record store holds to be true of the activities and verbs that these statements name, for
 * `format=canonical`.
 */
export async function canonicalSource(
  canonical: Pick<CanonicalStore, 'definitions' | 'displays'>,
  tenant: string,
  statements: readonly Statement[],
): Promise<CanonicalSource> {
  const { activities, verbs } = namedIn(statements);
  const [definitions, displays] = await Promise.all([
    canonical.definitions(tenant, activities),
    canonical.displays(tenant, verbs),
  ]);
  return { definitionOf: (id) => definitions.get(id), displayOf: (id) => displays.get(id) };
}
