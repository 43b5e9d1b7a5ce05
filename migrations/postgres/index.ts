import { PeopleAndRules0000000000001 } from './0001-people-and-rules.js';
import { Nudging0000000000002 } from './0002-nudging.js';
import { Documents0000000000003 } from './0003-documents.js';
import { LenientTenants0000000000004 } from './0004-lenient-tenants.js';
import { IdentityForms0000000000005 } from './0005-identity-forms.js';
import { Erasure0000000000006 } from './0006-erasure.js';
import { ExpiringKeys0000000000007 } from './0007-expiring-keys.js';
import { ModelLifeCycle0000000000008 } from './0008-model-life-cycle.js';
import { Duties0000000000009 } from './0009-duties.js';
import { ModelsOfTreesAlone0000000000010 } from './0010-models-of-trees-alone.js';
import { ModelWatches0000000000011 } from './0011-model-watches.js';
import { RecalibratedModels0000000000012 } from './0012-recalibrated-models.js';
import { PromotionReasons0000000000013 } from './0013-promotion-reasons.js';

/** Every PostgreSQL migration, oldest first; what the migrator of libs/postgres runs. */
export const postgresMigrations = [
  PeopleAndRules0000000000001,
  Nudging0000000000002,
  Documents0000000000003,
  LenientTenants0000000000004,
  IdentityForms0000000000005,
  Erasure0000000000006,
  ExpiringKeys0000000000007,
  ModelLifeCycle0000000000008,
  Duties0000000000009,
  ModelsOfTreesAlone0000000000010,
  ModelWatches0000000000011,
  RecalibratedModels0000000000012,
  PromotionReasons0000000000013,
] as const;

/** Every table that the migrations make: a store that lacks one was damaged. */
export const postgresTables: readonly string[] = [
  'activities',
  'activity_skills',
  'api_keys',
  'audit_log',
  'blob_keys',
  'canonical_terms',
  'consents',
  'contacts',
  'courses',
  'documents',
  'duties',
  'enrolment_history',
  'enrolments',
  'erasures',
  'identities',
  'identity_forms',
  'import_jobs',
  'learner_attributes',
  'learner_regions',
  'learners',
  'login_attempts',
  'mastery_models',
  'model_promotions',
  'model_trials',
  'model_watches',
  'modules',
  'nudge_attempts',
  'nudge_outcomes',
  'nudge_rules',
  'nudges',
  'persona_links',
  'pipeline_watermarks',
  'programs',
  'regions',
  'risk_models',
  'runs',
  'sessions',
  'skills',
  'tenants',
  'user_roles',
  'users',
  'work_item_notes',
  'work_items',
];
