import { actorVerbRules } from './actor-verb-rules.js';
import { formatRules } from './format-rules.js';
import { objectRules, voidingRules } from './object-rules.js';
import { resultContextRules } from './result-context-rules.js';

/** Every rule that the validator alone can hold. */
export const dataTable = [
  ...formatRules,
  ...actorVerbRules,
  ...objectRules,
  ...voidingRules,
  ...resultContextRules,
];
