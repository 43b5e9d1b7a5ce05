export { BootError, bootSentence, failBoot } from './boot-error.js';
export { makeControlToken, readControlToken } from './control-token.js';
export { Erasure } from './erasure.js';
export { holderOf, holdingDataDirectory } from './data-directory.js';
export { Lifetime, type DrainStep } from './lifetime.js';
export { migrateStores } from './open-stores.js';
export { openPlatform, type Platform } from './platform.js';
export { NoIdentifier, pidOfPerson } from './person-identifier.js';
export { ADMIN_ACCOUNT, DEFAULT_TENANT, provision } from './provision.js';
