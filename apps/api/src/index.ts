export type {
  ApiDependencies,
  DemoControls,
  Importer,
  ImportRequest,
  OnProgress,
  OperatorJob,
  SystemProbe,
  TenantClock,
  TenantMoment,
} from './api-dependencies.js';
export { createApi } from './create-api.js';
