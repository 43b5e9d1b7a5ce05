import { PeopleAndRules0000000000001 } from './0001-people-and-rules.js';
import { Nudging0000000000002 } from './0002-nudging.js';
import { IdentityForms0000000000006 } from './0006-identity-forms.js';

/** Every PostgreSQL migration, oldest first; what the migrator of libs/postgres runs. */
export const postgresMigrations = [
  PeopleAndRules0000000000001,
  Nudging0000000000002,
  IdentityForms0000000000006,
] as const;
