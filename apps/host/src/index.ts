export { BootError, bootSentence, failBoot } from './boot-error.js';
export { DataDirectory, holderOf } from './data-directory.js';
export { Lifetime, type DrainStep } from './lifetime.js';
export { openStores, type Stores } from './open-stores.js';
