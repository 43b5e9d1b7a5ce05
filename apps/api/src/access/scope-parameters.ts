import * as z from 'zod';
import type { RegionScope } from '#libs/postgres';

/** Parameters of `inScope`: every query that lists or counts learners takes them. */
export const ScopeParameters = z.object({
  tenant: z.string(),
  everywhere: z.boolean(),
  roots: z.array(z.string()),
});
export type ScopeParameters = z.infer<typeof ScopeParameters>;

export function scopeParameters(tenant: string, scope: RegionScope): ScopeParameters {
  return scope.kind === 'tenant'
    ? { tenant, everywhere: true, roots: [] }
    : { tenant, everywhere: false, roots: [...scope.roots] };
}

/** Condition on `enrolments`: the learner lives in one of the reader's subtrees. */
export const inScope =
  'tenant = {tenant:String} AND ({everywhere:Bool} OR hasAny(region_path, {roots:Array(String)}))';

/** Statuses of those who learn now. */
export const learning = "status IN ('registered', 'started')";
/** Statuses of dropout: said, or seen by silence. */
export const stopped = "status IN ('withdrew', 'silent')";
