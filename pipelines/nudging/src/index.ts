export type { CurrentScore, CurrentScores, LearnerSignals } from './signals.js';
export { considerScore } from './consider-score.js';
export { startSender, type Sender, type SenderDeps, type SenderOptions } from './sender.js';
export { NudgeRuleError, saveRule } from './save-rule.js';
export { newWebhookSecret } from './webhook-secret.js';
export { readLedger } from './read-ledger.js';
export { recordOutcome } from './record-outcome.js';
