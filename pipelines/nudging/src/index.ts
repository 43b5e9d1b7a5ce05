export type { CurrentScore, CurrentScores, LearnerSignals, SkillGap } from './signals.js';
export { considerScore, type ConsiderDeps, type TenantNow } from './consider-score.js';
export { startSender, type Sender, type SenderDeps, type SenderOptions } from './sender.js';
export { NudgeRuleError, saveRule, type SaveRuleDeps } from './save-rule.js';
export { newWebhookSecret } from './webhook-secret.js';
export { readLedger, type LedgerDeps } from './read-ledger.js';
export { recordOutcome } from './record-outcome.js';
