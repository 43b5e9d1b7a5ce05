import * as z from 'zod';
import { eventKinds } from './learning-event.js';

/** The words of the domain that several layers share. One name for one thing; see docs/words.md. */

export const regionLevels = ['province', 'county', 'township', 'village'] as const;
export const RegionLevel = z.enum(regionLevels);
export type RegionLevel = z.infer<typeof RegionLevel>;

/** Life cycle of an enrolment. `silent` and `withdrew` are dropout (not said / said); the last four words end an enrolment. */
export const enrolmentStatuses = [
  'registered',
  'started',
  'completed',
  'failed',
  'withdrew',
  'silent',
  'transferred',
] as const;
export const EnrolmentStatus = z.enum(enrolmentStatuses);
export type EnrolmentStatus = z.infer<typeof EnrolmentStatus>;

/** What a person may do, on the region subtree of the role. */
export const staffRoles = ['admin', 'manager', 'teacher', 'researcher', 'campaigner', 'operator'] as const;
export const StaffRole = z.enum(staffRoles);
export type StaffRole = z.infer<typeof StaffRole>;

/**
 * What a machine's key may do, in its own tenant alone. `identity:read` re-identifies agents in what is read back.
 *
 * The scopes of xAPI 1.0.3, Communication 4.2, under our names: `statements/write` and `define` are `xapi:write`,
 * `statements/read` and `all/read` are `xapi:read`, `statements/read/mine` is `xapi:read/mine`, `state` is
 * `xapi:state`, `profile` is `xapi:profile`, and `all` is `xapi:all`, which implies every other of the record store.
 */
export const keyScopes = [
  'xapi:all',
  'xapi:read',
  'xapi:read/mine',
  'xapi:write',
  'xapi:state',
  'xapi:profile',
  'identity:read',
  'risk:read',
  'nudges:write',
  'research:read',
  'admin',
] as const;
export const KeyScope = z.enum(keyScopes);
export type KeyScope = z.infer<typeof KeyScope>;

/** A text in the two languages of the product; both are always there. */
export const BilingualText = z.object({ zh: z.string(), en: z.string() });
export type BilingualText = z.infer<typeof BilingualText>;

/** Days ahead that a chance of leaving speaks of; `end` is "does not complete". */
export const horizons = ['7', '14', '28', 'end'] as const;
export const Horizon = z.enum(horizons);
export type Horizon = z.infer<typeof Horizon>;

/** Keyed pseudonym of a person within a tenant: 26 characters of Crockford base32. */
export const LearnerPid = z
  .string()
  .regex(/^[0-9a-hjkmnp-tv-z]{26}$/, 'must be a learner pseudonym (26 characters)');
export type LearnerPid = z.infer<typeof LearnerPid>;

export const IsoInstant = z.iso.datetime({ offset: true });
/** A calendar day, YYYY-MM-DD, in the tenant's time zone. */
export const IsoDay = z.iso.date();

export const eventKindSchema = z.enum(eventKinds);
