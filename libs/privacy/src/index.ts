export * from './keyring.js';
export { pseudonym } from './pseudonym.js';
export * from './envelope.js';
export { nameTerms, searchTerm } from './name-terms.js';
export * from './vault.js';
