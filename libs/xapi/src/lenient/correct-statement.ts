import type { Correction } from '#libs/contracts';
import { child, isJsonObject } from '../validate/findings.js';
import type { XapiVersion } from '../version.js';
import { Draft, type Json } from './draft.js';
import { correctLanguageMap } from './language-map.js';
import { correctActivity, correctActor, correctContext, correctObjectType, correctResult } from './parts.js';
import { correctTimestamp } from './scalars.js';

export interface Corrected {
  /** The value given where nothing could be put right; else a copy. */
  readonly value: unknown;
  readonly corrections: readonly Correction[];
}

/**
 * An illegal statement with everything put right that real senders write in another way than the specification, and
 * that can mean one thing alone. Whether it is legal now is for the validator to say. Extensions are not looked into:
 * any JSON is legal there. No correction quotes an identity or a text that somebody wrote.
 */
export function correctStatement(value: unknown, version: XapiVersion): Corrected {
  if (!isJsonObject(value)) return { value, corrections: [] };
  const draft = new Draft();
  const statement = { ...value };
  correctCore(draft, statement, '', version);
  const authority = draft.part(statement, 'authority');
  if (authority !== undefined) correctActor(draft, authority, 'authority');
  correctTimestamp(draft, statement, 'stored', '', version);
  const { corrections } = draft;
  return corrections.length === 0 ? { value, corrections } : { value: statement, corrections };
}

function correctCore(draft: Draft, statement: Json, path: string, version: XapiVersion): void {
  draft.dropNulls(statement, path);
  draft.emptyMap(statement, 'result', path);
  draft.emptyMap(statement, 'context', path);
  const actor = draft.part(statement, 'actor');
  if (actor !== undefined) correctActor(draft, actor, child(path, 'actor'));
  const verb = draft.part(statement, 'verb');
  if (verb !== undefined) {
    draft.dropNulls(verb, child(path, 'verb'));
    correctLanguageMap(draft, verb, 'display', child(path, 'verb'));
  }
  const object = draft.part(statement, 'object');
  if (object !== undefined) correctObject(draft, object, child(path, 'object'), version);
  const result = draft.part(statement, 'result');
  if (result !== undefined) correctResult(draft, result, child(path, 'result'));
  const context = draft.part(statement, 'context');
  if (context !== undefined) correctContext(draft, context, child(path, 'context'));
  for (const [attachment, at] of draft.parts(statement, 'attachments', path)) {
    draft.dropNulls(attachment, at);
    correctLanguageMap(draft, attachment, 'display', at);
    correctLanguageMap(draft, attachment, 'description', at);
  }
  correctTimestamp(draft, statement, 'timestamp', path, version);
}

const identifiers = ['mbox', 'mbox_sha1sum', 'openid', 'account'];

function correctObject(draft: Draft, object: Json, path: string, version: XapiVersion): void {
  draft.dropNulls(object, path);
  correctObjectType(draft, object, path);
  const isSomebody = object.id === undefined && object.objectType === undefined;
  if (isSomebody && object.member === undefined && identifiers.some((key) => object[key] !== undefined)) {
    const done = 'Agent was added: it has an identifier, and no id';
    draft.replace(object, 'objectType', 'Agent', { path, rule: 'object-type-missing', done });
  }
  switch (object.objectType) {
    case 'Agent':
    case 'Group':
      correctActor(draft, object, path);
      break;
    case 'SubStatement':
      // Of one within another the validator has to say no: it is not looked into.
      if (path === 'object') correctCore(draft, object, path, version);
      break;
    case 'StatementRef':
      break;
    default:
      if (isSomebody && Array.isArray(object.member)) correctActor(draft, object, path);
      else correctActivity(draft, object, path);
  }
}
