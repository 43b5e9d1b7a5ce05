export type { Clock } from './clock.js';
export { type RegionScope, scopeOf, wholeTenant } from './region-scope.js';
export type { Page, PageRequest } from './rows.js';
export * from './tenant.store.js';
export * from './region.store.js';
export * from './catalogue.store.js';
export * from './learner.store.js';
export * from './consent.store.js';
export * from './duty.store.js';
export * from './enrolment-life-cycle.js';
export * from './enrolment.store.js';
export type { RosterPart, RosterProblem } from './roster-validation.js';
export * from './roster.store.js';
export * from './vault.store.js';
export * from './blob-key.store.js';
export * from './erasure.store.js';
export * from './erased-space.js';
export * from './persona.store.js';
export * from './document.store.js';
export * from './canonical.store.js';
export * from './nudge-rule.store.js';
export * from './nudge.store.js';
export * from './nudge-ledger.store.js';
export {
  type Locale,
  lockout,
  type NewUser,
  type SignInResult,
  type User,
  type UserRole,
  UserStore,
} from './user.store.js';
export * from './session.store.js';
export * from './key.store.js';
export * from './work-item.store.js';
export * from './model.store.js';
export * from './model-trial.store.js';
export * from './model-watch.store.js';
export { type ModelKind, type PromotedBy, type Promotion, PromotionLog } from './promotion-log.js';
export * from './import-job.store.js';
export * from './audit.store.js';
export * from './watermark.store.js';
export * from './mirror.store.js';
