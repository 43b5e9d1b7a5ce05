import type { NudgeOutcome } from '#libs/contracts';
import type { NudgeLedgerStore, OutcomeReceipt } from '#libs/postgres';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Writes down what the recommendation service says came of a nudge; in any order, and as often as it likes to repeat
 * itself: the same status at the same instant is one line, with the first detail.
 */
export async function recordOutcome(
  ledger: NudgeLedgerStore,
  tenant: string,
  nudgeId: string,
  outcome: NudgeOutcome,
): Promise<OutcomeReceipt> {
  // an id of another form is as unknown as one that was never given out
  return uuid.test(nudgeId) ? ledger.recordOutcome(tenant, nudgeId, outcome) : 'unknown-nudge';
}
