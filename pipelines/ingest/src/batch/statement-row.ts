import type { LearningEvent, StatementMessage } from '#libs/contracts';

/** A row of ClickHouse's `statements`. */
export type StatementRow = ReturnType<typeof statementRow>;

export function statementRow(event: LearningEvent, message: StatementMessage) {
  return {
    tenant: event.tenant,
    run: event.run,
    learner_pid: event.learnerPid,
    day: event.day,
    statement_id: event.statementId,
    timestamp: event.timestamp,
    stored: event.stored,
    kind: event.kind,
    action: event.action,
    verb: event.verb,
    activity: event.activity,
    activity_type: event.activityType,
    parent: event.parent,
    registration: event.registration,
    session: event.session,
    platform: event.platform,
    count: event.count,
    score: event.score,
    success: event.success,
    completion: event.completion,
    duration: event.duration,
    response: event.response,
    played_segments: event.playedSegments,
    video_length: event.videoLength,
    related: event.related,
    source: message.source,
    version: message.version,
    content_hash: message.contentHash,
    statement: message.statement,
  };
}
