import * as z from 'zod';
import { defineQuery, WholeNumber } from '#libs/clickhouse';
import { counted } from '#libs/features';

/**
 * Figures of the head of the journey. Counted from the statements themselves, by the same conditions as the evidence
 * drawer, so that a number and its drawer agree at every moment.
 */
export const learnerFigures = defineQuery({
  name: 'learner.figures',
  sql: `
    SELECT
      maxOrNull(stored) AS synced_at,
      maxOrNull(day) AS last_day,
      uniqExactIf(day, day >= {from28:Date32} AND day < {to:Date32}) AS active_days,
      countIf(kind = 'answered') AS answers,
      countIf(kind = 'answered' AND success) AS correct,
      countIf(kind = 'submitted') AS submissions,
      countIf(kind = 'video') AS video_events
    FROM statements FINAL
    WHERE tenant = {tenant:String} AND run = {run:String} AND learner_pid = {learner:String} AND ${counted}`,
  params: z.object({
    tenant: z.string(),
    run: z.string(),
    learner: z.string(),
    from28: z.string(),
    to: z.string(),
  }),
  row: z.object({
    synced_at: z.string().nullable(),
    last_day: z.string().nullable(),
    active_days: WholeNumber,
    answers: WholeNumber,
    correct: WholeNumber,
    submissions: WholeNumber,
    video_events: WholeNumber,
  }),
});

/** Seconds of video watched, each stretch of a day once. */
export const videoSeconds = defineQuery({
  name: 'learner.video-seconds',
  sql: `
    SELECT sum(video_seconds) AS seconds FROM learner_days FINAL
    WHERE tenant = {tenant:String} AND run = {run:String} AND learner_pid = {learner:String}`,
  params: z.object({ tenant: z.string(), run: z.string(), learner: z.string() }),
  row: z.object({ seconds: WholeNumber }),
});
