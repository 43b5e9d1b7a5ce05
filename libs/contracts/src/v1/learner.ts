import * as z from 'zod';
import { dutyKinds } from '../roster.js';
import { BilingualText, IsoDay, IsoInstant, eventKindSchema } from '../words.js';
import {
  Abstention,
  Chance,
  Counted,
  EvidenceRef,
  LearnerRef,
  Reason,
  RunSummary,
  Silence,
} from './common.js';
import { WorkNote } from './worklist.js';

/** `GET /v1/learners/{pid}?run=` : the head of the journey. */
export const LearnerHead = z
  .object({
    asOf: IsoInstant,
    learner: LearnerRef,
    runs: z.array(z.object({ run: RunSummary, status: z.string(), registeredDay: IsoDay, startDay: IsoDay })),
    run: RunSummary,
    week: z.number().int(),
    syncedAt: IsoInstant.nullable(),
    consentReminders: z.boolean(),
    /** As judged with the newest score; null = is heard. */
    silence: Silence.nullable(),
    /** First line of the page. */
    sentence: BilingualText,
    figures: z.object({
      activeDays28: Counted,
      answers: Counted,
      correct: Counted,
      videoMinutes: Counted,
      submissions: Counted,
    }),
    workItemId: z.uuid().nullable(),
    notes: z.array(WorkNote),
  })
  .meta({ id: 'LearnerHead' });
export type LearnerHead = z.infer<typeof LearnerHead>;

/** `GET /v1/learners/{pid}/risk?run=` */
export const LearnerRisk = z
  .object({
    current: z.array(Chance),
    abstention: Abstention.nullable(),
    reasons: z.array(Reason),
    /** What the same model would say after something that the learner can do: only what clearly lowers the chance. */
    whatIf: z.array(
      z.object({
        act: z.string(),
        text: BilingualText,
        probability: z.number().min(0).max(1),
        lower: z.number().min(0).max(1),
        upper: z.number().min(0).max(1),
      }),
    ),
    /** Chance of stopping within 14 days, one point a scored day, oldest first. */
    history: z.array(
      z.object({
        asOf: IsoDay,
        probability: z.number().nullable(),
        lower: z.number().nullable(),
        upper: z.number().nullable(),
        model: z.string(),
        reasons: z.array(Reason),
      }),
    ),
    /** The features that the model saw for the current chance. */
    features: z.array(
      z.object({ name: z.string(), label: BilingualText, value: z.number().nullable(), unit: z.string() }),
    ),
  })
  .meta({ id: 'LearnerRisk' });
export type LearnerRisk = z.infer<typeof LearnerRisk>;

/** `GET /v1/learners/{pid}/mastery?run=` */
export const LearnerMastery = z
  .object({
    skills: z.array(
      z.object({
        skill: z.string(),
        name: BilingualText,
        responses: z.number().int(),
        enough: z.boolean(),
        mastery: z.number().nullable(),
        lower: z.number().nullable(),
        upper: z.number().nullable(),
        evidence: EvidenceRef,
      }),
    ),
  })
  .meta({ id: 'LearnerMastery' });
export type LearnerMastery = z.infer<typeof LearnerMastery>;

export const timelineLanes = ['learn', 'exam', 'onsite', 'contact'] as const;
/** `GET /v1/learners/{pid}/timeline?run=&from=&to=` : lanes over days. */
export const LearnerTimeline = z
  .object({
    from: IsoDay,
    to: IsoDay,
    /** Learning per day: events, and of those how many arrived over 24 h late. */
    days: z.array(
      z.object({ day: IsoDay, events: z.number().int(), seconds: z.number(), late: z.number().int() }),
    ),
    marks: z.array(
      z.object({
        lane: z.enum(timelineLanes),
        at: IsoInstant,
        kind: z.string(),
        label: BilingualText,
        good: z.boolean().nullable(),
        evidence: EvidenceRef.nullable(),
      }),
    ),
    /** Stretches whose events all arrived late: the device was offline, not the learner gone. */
    offline: z.array(z.object({ from: IsoDay, to: IsoDay })),
    /** By the roster, cut to the days of the answer; `to` is the day after the last. */
    away: z.array(z.object({ kind: z.enum(dutyKinds), from: IsoDay, to: IsoDay })),
  })
  .meta({ id: 'LearnerTimeline' });
export type LearnerTimeline = z.infer<typeof LearnerTimeline>;

/** `GET /v1/events?learner=&run=&region=&kinds=&activity=&from=&to=&limit=&cursor=` : the evidence drawer. */
export const EventPage = z
  .object({
    total: z.number().int(),
    /** How it was counted, in words. */
    rule: BilingualText,
    rows: z.array(
      z.object({
        id: z.uuid(),
        learner: z.string(),
        happened: IsoInstant,
        arrived: IsoInstant,
        late: z.boolean(),
        kind: eventKindSchema,
        action: z.string(),
        activity: z.string(),
        activityName: BilingualText.nullable(),
        result: z.string(),
        source: z.string(),
      }),
    ),
    nextCursor: z.string().nullable(),
    /** Counts per day instead of rows, for those without the right to single events. */
    days: z.array(z.object({ day: IsoDay, count: z.number().int() })).nullable(),
  })
  .meta({ id: 'EventPage' });
export type EventPage = z.infer<typeof EventPage>;
