import {
  cmi5SessionExtension,
  snowlightExtensions,
  verbs,
  videoExtensions,
  type LearningEvent,
} from '#libs/contracts';
import { pidOf, visitAgents } from '../agents.js';
import { durationSeconds } from '../data-types/duration.js';
import { isoInstant, parseTimestamp } from '../data-types/timestamp.js';
import {
  isActivity,
  type Extensions,
  type Result,
  type Score,
  type Statement,
  type StatementObject,
} from '../statement.js';
import { calendarDay } from './calendar-day.js';
import { kindOf } from './kind.js';
import { openEdxSessionExtension } from './open-edx.js';
import { parsePlayedSegments } from './played-segments.js';
import { parentOf, runOf } from './run.js';

/** What a statement does not say of itself. */
export interface NormaliseContext {
  readonly tenant: string;
  /** IANA name of the tenant's time zone: it decides on which day the event counts. */
  readonly timeZone: string;
  readonly id: string;
  /** ISO 8601; stands for the timestamp too where the statement has none. */
  readonly stored: string;
  /** Pseudonym of the actor; see `learnerPidOf`. */
  readonly learnerPid: string;
}

/**
 * The typed row of a valid, pseudonymised statement. Whatever verb no table knows becomes `other`, with the verb's
 * last path segment as action: nothing is dropped.
 * @throws RangeError where the time zone is not known.
 */
export function normalise(statement: Statement, context: NormaliseContext): LearningEvent {
  const { verb, object, result } = statement;
  const run = runOf(statement);
  const timestamp = statement.timestamp ?? context.stored;
  const milliseconds = millisecondsOf(timestamp);
  const resultExtensions = result?.extensions;
  const contextExtensions = statement.context?.extensions;
  const videoLength =
    positive(contextExtensions?.[videoExtensions.length]) ??
    positive(resultExtensions?.[videoExtensions.length]);
  const segments = resultExtensions?.[videoExtensions.playedSegments];
  return {
    tenant: context.tenant,
    statementId: context.id,
    learnerPid: context.learnerPid,
    run,
    day: calendarDay(milliseconds, context.timeZone),
    timestamp: isoInstant(timestamp, milliseconds),
    stored: isoInstant(context.stored, millisecondsOf(context.stored)),
    kind: kindOf(statement),
    action: lastSegment(verb.id),
    verb: verb.id,
    activity: activityOf(object),
    activityType: (isActivity(object) ? object.definition?.type : undefined) ?? '',
    parent: parentOf(statement, run),
    registration: statement.context?.registration ?? '',
    session: sessionOf(contextExtensions),
    platform: statement.context?.platform ?? '',
    count: countOf(resultExtensions),
    score: result?.score === undefined ? null : scaledScore(result.score),
    success: result?.success ?? impliedSuccess(verb.id),
    completion: result?.completion ?? null,
    duration: durationOf(result),
    response: cut(result?.response ?? ''),
    playedSegments: typeof segments === 'string' ? parsePlayedSegments(segments, videoLength) : [],
    videoLength,
    related: relatedPids(statement, context.learnerPid),
  };
}

/**
 * The pseudonym that an event of this (pseudonymised) statement belongs to: its actor's, which for an identified
 * group is the group's. Empty for an anonymous group: nobody's event, its members are `related`.
 */
export function learnerPidOf(statement: Statement): string {
  return pidOf(statement.actor) ?? '';
}

function millisecondsOf(timestamp: string): number {
  const instant = parseTimestamp(timestamp);
  if (instant === undefined) throw new RangeError(`not a timestamp: ${timestamp.slice(0, 40)}`);
  return instant.milliseconds;
}

function lastSegment(iri: string): string {
  const end = /[/#]$/.test(iri) ? iri.length - 1 : iri.length;
  const from = Math.max(iri.lastIndexOf('/', end - 1), iri.lastIndexOf('#', end - 1)) + 1;
  return iri.slice(from, end);
}

function activityOf(object: StatementObject): string {
  if (object.objectType === 'StatementRef') return object.id;
  if (object.objectType === 'SubStatement') return activityOf(object.object);
  return isActivity(object) ? object.id : '';
}

const sessionExtensions = [videoExtensions.sessionId, cmi5SessionExtension, openEdxSessionExtension];

function sessionOf(extensions: Extensions | undefined): string {
  if (extensions === undefined) return '';
  for (const key of sessionExtensions) {
    const session = extensions[key];
    if (typeof session === 'string') return session;
  }
  return '';
}

/** The engine counts in 32 bits. */
const mostActions = 0xffffffff;

function countOf(extensions: Extensions | undefined): number {
  const count = extensions?.[snowlightExtensions.count];
  return typeof count === 'number' && Number.isInteger(count) && count >= 1
    ? Math.min(count, mostActions)
    : 1;
}

/** 0 to 1: `scaled` where it is sent, else where `raw` lies between `min` (0 unless sent) and `max`. */
function scaledScore({ scaled, raw, min = 0, max }: Score): number | null {
  if (scaled !== undefined) return unit(scaled);
  return raw === undefined || max === undefined || max <= min ? null : unit((raw - min) / (max - min));
}

function unit(value: number): number {
  return Math.min(1, Math.max(0, value));
}

/** `passed` and `failed` say it themselves; senders often leave it out of the result. */
function impliedSuccess(verb: string): boolean | null {
  if (verb === verbs.passed) return true;
  return verb === verbs.failed ? false : null;
}

function durationOf(result: Result | undefined): number | null {
  return (result?.duration === undefined ? undefined : durationSeconds(result.duration)) ?? null;
}

const longestResponse = 500;

function cut(response: string): string {
  if (response.length <= longestResponse) return response;
  const last = response.charCodeAt(longestResponse - 1);
  // Half of a surrogate pair is no character.
  return response.slice(0, last >= 0xd800 && last <= 0xdbff ? longestResponse - 1 : longestResponse);
}

function positive(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : null;
}

/** The other people that the statement names; the authority is who vouches for it, not one of them. */
function relatedPids(statement: Statement, learnerPid: string): string[] {
  const { actor, verb, object, context } = statement;
  const namesOthers =
    actor.objectType === 'Group' ||
    !isActivity(object) ||
    context?.instructor !== undefined ||
    context?.team !== undefined ||
    context?.contextAgents !== undefined ||
    context?.contextGroups !== undefined;
  if (!namesOthers) return [];
  const pids = new Set<string>();
  const asserted: Statement =
    context === undefined ? { actor, verb, object } : { actor, verb, object, context };
  visitAgents(asserted, (agent) => {
    const pid = pidOf(agent);
    if (pid !== undefined && pid !== learnerPid) pids.add(pid);
  });
  return [...pids];
}
