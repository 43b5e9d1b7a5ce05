import {
  AuditStore,
  BlobKeyStore,
  CanonicalStore,
  CatalogueStore,
  type Clock,
  DocumentStore,
  DutyStore,
  EnrolmentStore,
  ErasedSpace,
  ErasureStore,
  KeyStore,
  LearnerStore,
  ModelStore,
  ModelTrialStore,
  ModelWatchStore,
  NudgeLedgerStore,
  NudgeRuleStore,
  PersonaStore,
  type Postgres,
  PromotionLog,
  RegionStore,
  RosterStore,
  SessionStore,
  TenantStore,
  UserStore,
  VaultStore,
  WatermarkStore,
  WorkItemStore,
} from '#libs/postgres';
import type { Keyring } from '#libs/privacy';

/** The stores of PostgreSQL, one writer for each table. */
export type DomainStores = ReturnType<typeof openDomainStores>;

export function openDomainStores(postgres: Postgres, keyring: Keyring, clock: Clock) {
  const tenants = new TenantStore(postgres, clock);
  const vault = new VaultStore(postgres, keyring);
  return {
    tenants,
    vault,
    erasures: new ErasureStore(postgres, clock),
    erasedSpace: new ErasedSpace(postgres),
    personas: new PersonaStore(postgres),
    blobKeys: new BlobKeyStore(postgres, keyring),
    documents: new DocumentStore(postgres, keyring),
    canonical: new CanonicalStore(postgres),
    regions: new RegionStore(postgres),
    catalogue: new CatalogueStore(postgres),
    learners: new LearnerStore(postgres),
    enrolments: new EnrolmentStore(postgres),
    duties: new DutyStore(postgres),
    roster: new RosterStore(postgres, tenants, vault),
    users: new UserStore(postgres, clock),
    sessions: new SessionStore(postgres, keyring.session, clock),
    keys: new KeyStore(postgres, keyring.credential, clock),
    workItems: new WorkItemStore(postgres),
    watermarks: new WatermarkStore(postgres),
    riskModels: new ModelStore(postgres, 'risk'),
    masteryModels: new ModelStore(postgres, 'mastery'),
    promotions: new PromotionLog(postgres),
    modelTrials: new ModelTrialStore(postgres),
    modelWatches: new ModelWatchStore(postgres),
    audit: new AuditStore(postgres),
    nudgeLedger: new NudgeLedgerStore(postgres),
    nudgeRules: new NudgeRuleStore(postgres),
  };
}
