/**
 * Whose learners a reader may see. Every read that lists learners takes one and applies it in SQL, so that a page
 * cannot forget it. Learners without a known region are seen by those of the whole tenant alone.
 */
export type RegionScope =
  { readonly kind: 'tenant' } | { readonly kind: 'subtrees'; readonly roots: readonly string[] };

export const wholeTenant: RegionScope = { kind: 'tenant' };

/** Scope of somebody's roles, or of those roles that count for what is asked. No role sees nobody. */
export function scopeOf(roles: readonly { readonly region: string | null }[]): RegionScope {
  const roots = roles.flatMap(({ region }) => region ?? []);
  return roots.length < roles.length ? wholeTenant : { kind: 'subtrees', roots };
}

/** As a text[] parameter for `($n::text[] IS NULL OR path && $n)`. */
export function scopeParameter(scope: RegionScope): readonly string[] | null {
  return scope.kind === 'tenant' ? null : scope.roots;
}
