export type { DomainStores as ApiStores } from '../../host/src/domain-stores.js';
