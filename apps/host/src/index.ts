export { BootError, bootSentence, failBoot } from './boot-error.js';
export { makeControlToken, readControlToken } from './control-token.js';
export { DataDirectory, holderOf } from './data-directory.js';
export { openDomainStores, type DomainStores } from './domain-stores.js';
export { Lifetime, type DrainStep } from './lifetime.js';
export { openStores, type Stores } from './open-stores.js';
export { openPlatform, type Platform, type PlatformOptions } from './platform.js';
export { ADMIN_ACCOUNT, DEFAULT_TENANT, provision } from './provision.js';
