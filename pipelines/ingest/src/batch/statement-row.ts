import type { LearningEvent, StatementMessage } from '#libs/contracts';

/** A row of ClickHouse's `statements`. */
export type StatementRow = ReturnType<typeof statementRow>;

/**
 * The typed columns of a statement, within what the engine can hold. One row that it cannot would fail the insert of
 * its whole batch; what was sent stands unchanged in `statement_log`.
 */
export function statementRow(
  event: LearningEvent,
  message: Pick<StatementMessage, 'source' | 'scrubbed' | 'corrections'>,
) {
  return {
    tenant: event.tenant,
    run: wellFormed(event.run),
    learner_pid: event.learnerPid,
    day: within(event.day, '1900-01-01', '2299-12-31'),
    statement_id: event.statementId,
    timestamp: within(event.timestamp, '1900-01-01T00:00:00.000Z', '2299-12-31T23:59:59.999Z'),
    stored: event.stored,
    kind: event.kind,
    action: wellFormed(event.action),
    verb: wellFormed(event.verb),
    activity: wellFormed(event.activity),
    activity_type: wellFormed(event.activityType),
    parent: wellFormed(event.parent),
    registration: wellFormed(event.registration),
    session: wellFormed(event.session),
    platform: wellFormed(event.platform),
    count: event.count,
    score: event.score,
    success: event.success,
    completion: event.completion,
    duration: event.duration,
    response: wellFormed(event.response),
    played_segments: event.playedSegments,
    video_length: event.videoLength,
    related: event.related,
    source: message.source,
    scrubbed: message.scrubbed ?? {},
    corrections: (message.corrections ?? []).map(({ path, rule, done }) => [path, rule, done]),
  };
}

/** Half of a surrogate pair is legal in JSON and no character: the engine refuses it. */
function wellFormed(text: string): string {
  return /[\ud800-\udfff]/.test(text) ? text.replace(/\p{Surrogate}/gu, '\ufffd') : text;
}

/** ISO 8601 texts of UTC; years beyond four digits begin with a sign. */
function within(text: string, first: string, last: string): string {
  if (text > last || text.startsWith('+')) return last;
  return text < first ? first : text;
}
