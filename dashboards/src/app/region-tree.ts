import type { RegionNode } from '#libs/contracts';

/** One step of choosing a place: the choices at this depth and the one taken. */
export interface RegionStep {
  readonly parent: RegionNode | null;
  readonly choices: readonly RegionNode[];
  readonly chosen: RegionNode | null;
}

/**
 * From the reader's own roots down to the chosen place and one step further, by name. A single root is no choice: it
 * comes as a step that is taken already.
 */
export function regionSteps(regions: readonly RegionNode[], chosen: string | null): RegionStep[] {
  const byCode = new Map(regions.map((region) => [region.code, region]));
  const childrenOf = (parent: RegionNode | null) =>
    regions.filter((region) => (byCode.get(region.parent ?? '') ?? null) === parent);
  const way: RegionNode[] = [];
  for (let at = byCode.get(chosen ?? ''); at !== undefined; at = byCode.get(at.parent ?? '')) way.unshift(at);
  const roots = childrenOf(null);
  if (way.length === 0 && roots.length === 1 && roots[0] !== undefined) way.push(roots[0]);
  const parents = [null, ...way];
  return parents.flatMap((parent, depth) => {
    const choices = childrenOf(parent);
    return choices.length === 0 ? [] : [{ parent, choices, chosen: way[depth] ?? null }];
  });
}
