export { openDomainStores as openApiStores, type DomainStores as ApiStores } from '../../host/src/domain-stores.js';
