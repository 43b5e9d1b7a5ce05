export * from './keyring.js';
export { pseudonym } from './pseudonym.js';
export * from './envelope.js';
export { nameTerms, searchTerm } from './name-terms.js';
export { scrubStatement, type Scrubbed } from './scrub/scrub-statement.js';
export * from './vault.js';
