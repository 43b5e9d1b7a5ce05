import * as z from 'zod';
import { Correction } from '../correction.js';
import { scrubKinds } from '../scrub-kind.js';
import { BilingualText, IsoInstant } from '../words.js';
import type { Problem } from './common.js';
import { ModelOrigin, PromotionActor } from './model-life-cycle.js';
import { ModelAlarm, ModelWatch } from './model-watch.js';

/** `GET /v1/system/demo` (everybody who is signed in to a demo): the same for all sessions, whoever has paused it. */
export const DemoState = z
  .object({ paused: z.boolean(), secondsPerDay: z.number(), now: IsoInstant })
  .meta({ id: 'DemoState' });
export type DemoState = z.infer<typeof DemoState>;

/** `GET /v1/system` (operator, admin). */
export const SystemStatus = z
  .object({
    asOf: IsoInstant,
    sentence: BilingualText,
    mode: z.string(),
    version: z.string(),
    intakePerMinute: z.number(),
    /** Seconds behind, statements waiting, per topic. */
    lag: z.array(
      z.object({
        topic: z.string(),
        waiting: z.number().int(),
        /** null where the broker's retention is the only bound. */
        capacity: z.number().int().nullable(),
        oldestSeconds: z.number(),
      }),
    ),
    /** One point a minute, last 60 minutes. */
    intake: z.array(z.object({ minute: IsoInstant, statements: z.number().int() })),
    /** Messages waiting in each partition, the most seen in each minute of `intake`. */
    lagMinutes: z.array(
      z.object({
        topic: z.string(),
        group: z.string(),
        partition: z.number().int(),
        /** null = not seen: before the answering process began, or while the broker did not answer. */
        waiting: z.array(z.number().int().nullable()),
      }),
    ),
    statements: z.number().int(),
    unknownVerbs: z.array(z.object({ verb: z.string(), count: z.number().int() })),
    unknownRuns: z.array(z.object({ run: z.string(), count: z.number().int() })),
    deadLetters: z.object({
      total: z.number().int(),
      byReason: z.array(
        z.object({
          stage: z.string(),
          /** Empty to who does not see the whole organisation: it may quote the letters. */
          reason: z.string(),
          count: z.number().int(),
          first: IsoInstant,
          last: IsoInstant,
          /** What the newest of them says, in a few words; empty as the reason is. */
          sample: z.string(),
        }),
      ),
    }),
    /** Identifiers of patients taken out of free text, of the statements of the last 28 days. */
    scrubbed: z.object({
      total: z.number().int(),
      byKind: z.array(z.object({ kind: z.enum(scrubKinds), count: z.number().int() })),
    }),
    /** What was put right in statements that were not legal, likewise; only where the tenant is lenient. */
    corrected: z.object({
      total: z.number().int(),
      byRule: z.array(z.object({ rule: z.string(), count: z.number().int() })),
    }),
    stores: z.array(z.object({ name: z.string(), ok: z.boolean(), detail: z.string() })),
    disk: z.object({ usedBytes: z.number(), freeBytes: z.number() }).nullable(),
    /** What stands of the risk model in use; its page shows the weeks. */
    modelAlarms: z.array(ModelAlarm.extend({ model: z.string() })),
    demo: DemoState.nullable(),
  })
  .meta({ id: 'SystemStatus' });
export type SystemStatus = z.infer<typeof SystemStatus>;

/** `GET /v1/system/dead-letters?stage=&reason=&limit=` */
export const DeadLetters = z
  .object({
    rows: z.array(
      z.object({
        id: z.uuid(),
        at: IsoInstant,
        topic: z.string(),
        stage: z.string(),
        reason: z.string(),
        payload: z.string(),
        /** What came with it from the broker. */
        headers: z.record(z.string(), z.string()),
      }),
    ),
  })
  .meta({ id: 'DeadLetters' });
export type DeadLetters = z.infer<typeof DeadLetters>;

/** `POST /v1/system/dead-letters/replay` : those to which all that is given applies; nothing given = all. */
export const ReplayOrder = z
  .object({
    stage: z.string().max(100).optional(),
    /** Word for word. */
    reason: z.string().max(1000).optional(),
    ids: z.array(z.uuid()).min(1).max(1000).optional(),
    /** Counts alone: what would be replayed. */
    dryRun: z.boolean().default(false),
  })
  .meta({ id: 'ReplayOrder' });
export type ReplayOrder = z.input<typeof ReplayOrder>;

/** Its answer in JSON lines: how far it is, about once for 500 letters, and as the last line the result, or a problem. */
export interface ReplayCounts {
  /** Handled once more; what still cannot be kept is a new letter. Of a dry run: what would be. */
  readonly replayed: number;
  /** No messages of ours: they stay. */
  readonly unreadable: number;
}
export type ReplayLine =
  { readonly progress: ReplayCounts } | { readonly result: ReplayCounts } | { readonly problem: Problem };

/** `GET /v1/system/corrections?rule=&limit=` : what was put right, newest first. */
export const Corrections = z
  .object({
    rows: z.array(Correction.extend({ statement: z.string(), at: IsoInstant })),
  })
  .meta({ id: 'Corrections' });
export type Corrections = z.infer<typeof Corrections>;

/** `PUT /v1/system/demo` : pause or go on, and how fast a simulated day passes; what is left out stays as it is. */
export const DemoControl = z
  .object({ paused: z.boolean().optional(), secondsPerDay: z.number().min(1).max(3600).optional() })
  .meta({ id: 'DemoControl' });
export type DemoControl = z.infer<typeof DemoControl>;

/** `GET /v1/models` */
export const ModelList = z
  .object({
    models: z.array(
      z.object({
        version: z.string(),
        kind: z.enum(['risk', 'mastery']),
        status: z.enum(['candidate', 'active', 'retired']),
        createdAt: IsoInstant,
        trainedOn: z.array(z.string()),
        metrics: z.record(z.string(), z.number()),
        origin: ModelOrigin,
        note: BilingualText.nullable(),
        /** When it last became the one that scores, by whom and why; null = it never has. */
        promoted: PromotionActor.nullable(),
        /** How it fared on the tenant's own learners; null = it has not been watched (risk models alone are). */
        watched: ModelWatch.pick({ watchedOn: true, horizon: true, figures: true }).nullable(),
      }),
    ),
  })
  .meta({ id: 'ModelList' });
export type ModelList = z.infer<typeof ModelList>;

const ImportRemark = z.object({
  file: z.string(),
  /** First line of which this is to be said, from 1; 0 = the file as a whole. */
  line: z.number().int(),
  field: z.string(),
  message: z.string(),
  /** Rows of which the same is to be said. */
  count: z.number().int(),
});

/** Report of an import: `POST /v1/imports` streams progress as JSON lines, the last of them this. */
export const ImportReport = z
  .object({
    format: z.string(),
    dryRun: z.boolean(),
    /** Row of the source after which a resumed import went on; null = from the beginning. */
    resumedAt: z.number().int().nullable(),
    seconds: z.number(),
    tables: z.array(
      z.object({
        table: z.string(),
        read: z.number().int(),
        accepted: z.number().int(),
        rejected: z.number().int(),
      }),
    ),
    /** What is to be mended in the source; none = all is well. */
    problems: z.array(ImportRemark),
    /** How gaps in the source were filled; the rows are kept. */
    notes: z.array(ImportRemark),
    rejectedFile: z.string().nullable(),
  })
  .meta({ id: 'ImportReport' });
export type ImportReport = z.infer<typeof ImportReport>;
