import { child } from '../validate/findings.js';
import { contextActivityKinds } from '../statement.js';
import type { Draft, Json } from './draft.js';
import { correctLanguage, correctLanguageMap } from './language-map.js';
import { correctDuration, correctId, correctScore } from './scalars.js';

const objectTypes = ['Activity', 'Agent', 'Group', 'StatementRef', 'SubStatement'];

/** Open edX's own name for a problem of several questions, and names of the specification in other capitals. */
export function correctObjectType(draft: Draft, part: Json, path: string): void {
  const { objectType } = part;
  if (typeof objectType !== 'string' || objectTypes.includes(objectType)) return;
  if (objectType === 'GroupActivity')
    draft.replace(part, 'objectType', 'Activity', { path, rule: 'activity-type' });
  const meant = objectTypes.find((type) => type.toLowerCase() === objectType.toLowerCase());
  if (meant !== undefined) draft.replace(part, 'objectType', meant, { path, rule: 'object-type-case' });
}

/** `isTeam`: what stands there can be a group alone. */
export function correctActor(draft: Draft, actor: Json, path: string, isTeam = false): void {
  correctAgent(draft, actor, path);
  if (actor.objectType === undefined && (isTeam || Array.isArray(actor.member)))
    draft.replace(actor, 'objectType', 'Group', {
      path,
      rule: 'object-type-missing',
      done: 'Group was added',
    });
  for (const [member, at] of draft.parts(actor, 'member', path)) correctAgent(draft, member, at);
}

function correctAgent(draft: Draft, agent: Json, path: string): void {
  draft.dropNulls(agent, path);
  correctObjectType(draft, agent, path);
  const { mbox } = agent;
  if (typeof mbox === 'string' && /^[^\s@<>:]+@[^\s@<>]+$/.test(mbox.trim())) {
    const done = 'mailto: was put before the address';
    draft.replace(agent, 'mbox', `mailto:${mbox.trim()}`, { path, rule: 'mailto', done });
  }
  const account = draft.part(agent, 'account');
  if (account !== undefined) draft.dropNulls(account, child(path, 'account'));
}

export function correctActivity(draft: Draft, activity: Json, path: string): void {
  draft.dropNulls(activity, path);
  correctObjectType(draft, activity, path);
  correctId(draft, activity, 'id', path);
  draft.emptyMap(activity, 'definition', path);
  const definition = draft.part(activity, 'definition');
  if (definition === undefined) return;
  const at = child(path, 'definition');
  draft.dropNulls(definition, at);
  correctLanguageMap(draft, definition, 'name', at);
  correctLanguageMap(draft, definition, 'description', at);
  draft.emptyMap(definition, 'extensions', at);
  for (const list of ['choices', 'scale', 'source', 'target', 'steps'])
    for (const [component, place] of draft.parts(definition, list, at)) {
      draft.dropNulls(component, place);
      correctLanguageMap(draft, component, 'description', place);
    }
}

export function correctResult(draft: Draft, result: Json, path: string): void {
  draft.dropNulls(result, path);
  draft.emptyMap(result, 'score', path);
  draft.emptyMap(result, 'extensions', path);
  correctDuration(draft, result, 'duration', path);
  const score = draft.part(result, 'score');
  if (score === undefined) return;
  draft.dropNulls(score, child(path, 'score'));
  correctScore(draft, score, child(path, 'score'));
}

export function correctContext(draft: Draft, context: Json, path: string): void {
  draft.dropNulls(context, path);
  draft.emptyMap(context, 'extensions', path);
  draft.emptyMap(context, 'contextActivities', path);
  correctLanguage(draft, context, 'language', path);
  for (const key of ['instructor', 'team']) {
    const actor = draft.part(context, key);
    if (actor !== undefined) correctActor(draft, actor, child(path, key), key === 'team');
  }
  const listed = draft.part(context, 'contextActivities');
  if (listed === undefined) return;
  const at = child(path, 'contextActivities');
  draft.dropNulls(listed, at);
  for (const kind of contextActivityKinds)
    for (const [activity, place] of draft.parts(listed, kind, at)) correctActivity(draft, activity, place);
}
