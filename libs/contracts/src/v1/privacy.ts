import * as z from 'zod';
import { LearnerAccount } from '../roster.js';
import { IsoInstant, LearnerPid } from '../words.js';

const identifiers = {
  account: LearnerAccount.optional(),
  /** With or without `mailto:`. */
  mbox: z.string().max(1000).optional(),
  mbox_sha1sum: z.string().max(40).optional(),
  openid: z.string().max(2000).optional(),
  pid: LearnerPid.optional(),
};

const namesOne = (named: Readonly<Partial<Record<keyof typeof identifiers, unknown>>>): boolean =>
  Object.keys(identifiers).filter((name) => named[name as keyof typeof identifiers] !== undefined).length ===
  1;
const oneOf = 'must name the person by exactly one of account, mbox, mbox_sha1sum, openid, pid';

/** A person by an identifier of xAPI, or by pseudonym. */
export const NamedPerson = z.strictObject(identifiers).refine(namesOne, oneOf).meta({ id: 'NamedPerson' });
export type NamedPerson = z.infer<typeof NamedPerson>;

/** `POST /v1/privacy/erasures`. */
export const ErasureOrder = z
  .strictObject({
    ...identifiers,
    /** Kept for good, so that it must name nobody: the number of a request, a paragraph. */
    reason: z.string().trim().min(1).max(500),
  })
  .refine(namesOne, oneOf)
  .meta({ id: 'ErasureOrder' });
export type ErasureOrder = z.infer<typeof ErasureOrder>;

/** How many rows were erased of one pseudonym. */
const Erased = z.object({
  identities: z.int(),
  /** Further ways in which the person was written. */
  forms: z.int(),
  contacts: z.int(),
  attributes: z.int(),
  /** Duty and leave by the roster; absent in erasures of before it told of them. */
  duties: z.int().default(0),
  documents: z.int(),
  /** Attached files whose key this person held. */
  attachments: z.int(),
  /** What staff wrote down about the person. */
  notes: z.int(),
  /** Links with other pseudonyms. */
  links: z.int(),
});

const Erasure = z.object({
  pid: LearnerPid,
  /** Of the first time. */
  at: IsoInstant,
  reason: z.string(),
  erased: Erased,
});

/** A row for each pseudonym of the person. */
export const ErasureReport = z
  .object({
    erasures: z.array(Erasure),
    /** Attached files that nobody's key opens any more, removed by this call. */
    filesRemoved: z.int(),
    /** Whether the database wrote over what it deleted; false: its log holds it until the server writes over it. */
    overwritten: z.boolean(),
  })
  .meta({ id: 'ErasureReport' });
export type ErasureReport = z.infer<typeof ErasureReport>;

/** `GET /v1/privacy/erasures?limit=&cursor=`, newest first. */
export const ErasureList = z
  .object({ rows: z.array(Erasure), nextCursor: z.string().nullable() })
  .meta({ id: 'ErasureList' });

/** `POST /v1/privacy/persons/links`: the two are one person. */
export const PersonLink = z.strictObject({ persons: z.tuple([NamedPerson, NamedPerson]) });
export const LinkedPerson = z.object({ pids: z.array(LearnerPid) }).meta({ id: 'LinkedPerson' });
