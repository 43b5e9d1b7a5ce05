import type { NudgeLedger } from '#libs/contracts';
import type { NudgeFilter, NudgeLedgerStore, NudgeRuleStore, RegionScope } from '#libs/postgres';
import type { TenantNow } from './consider-score.js';

export interface LedgerDeps {
  readonly rules: NudgeRuleStore;
  readonly ledger: NudgeLedgerStore;
  readonly now: TenantNow;
}

/** The ledger as the reader may see it, newest first. `learner.name` is null: names are added by who may show them. */
export async function readLedger(
  { rules, ledger, now }: LedgerDeps,
  tenant: string,
  scope: RegionScope,
  filter: NudgeFilter,
): Promise<NudgeLedger> {
  const [page, inForce] = await Promise.all([
    ledger.read(tenant, scope, filter, await now(tenant)),
    rules.all(tenant),
  ]);
  // each rule waits at its own cap: the tenant sends until the highest is reached
  const caps = inForce.flatMap(({ rule }) => (rule.enabled ? rule.dailyCap : []));
  return { ...page, dailyCap: Math.max(0, ...caps) };
}
