import * as z from 'zod';
import { BilingualText, IsoDay, IsoInstant } from '../words.js';
import { Counted, EvidenceRef, RegionNode, RunSummary } from './common.js';

/** `GET /v1/regions/{code}?run=` : a place and what lies directly under it, by name. Cells under 5 people are hidden. */
export const RegionOverview = z
  .object({
    asOf: IsoInstant,
    region: RegionNode,
    path: z.array(RegionNode),
    sentence: BilingualText,
    learning: Counted,
    finished28: Counted,
    stopped28: Counted,
    contactFirst: z.number().int().nullable(),
    /** Chance-beyond-chance: completion per child with the limits of a place of its size. */
    funnel: z.object({
      average: z.number(),
      points: z.array(
        z.object({
          region: z.string(),
          name: BilingualText,
          learners: z.number().int(),
          completion: z.number(),
          lower95: z.number(),
          upper95: z.number(),
          lower998: z.number(),
          upper998: z.number(),
        }),
      ),
    }),
    /** Share of learners active in each of the last 12 weeks, per child. */
    activeShare: z.array(
      z.object({
        region: z.string(),
        name: BilingualText,
        weeks: z.array(z.object({ start: IsoDay, share: z.number().nullable() })),
      }),
    ),
    causes: z.array(z.object({ cause: z.string(), count: z.number().int() })),
    children: z.array(
      z.object({
        region: RegionNode,
        learning: Counted,
        finished: Counted,
        silentOffline: z.number().int().nullable(),
        silentOther: z.number().int().nullable(),
        contactFirst: z.number().int().nullable(),
        callsDone: z.number().int().nullable(),
      }),
    ),
  })
  .meta({ id: 'RegionOverview' });
export type RegionOverview = z.infer<typeof RegionOverview>;

/** `GET /v1/courses` : runs of the tenant with how many learn in the reader's subtree. */
export const CourseList = z
  .object({ runs: z.array(z.object({ run: RunSummary, learning: z.number().int().nullable() })) })
  .meta({ id: 'CourseList' });
export type CourseList = z.infer<typeof CourseList>;

/** `GET /v1/courses/{runCode}?region=` */
export const CourseOverview = z
  .object({
    asOf: IsoInstant,
    run: RunSummary,
    week: z.number().int(),
    sentence: BilingualText,
    learning: Counted,
    done: Counted,
    stopped: Counted,
    /** Kaplan-Meier share still learning by days since own start, with 95 % limits; previous run for comparison. */
    survival: z.array(
      z.object({ day: z.number().int(), share: z.number(), lower: z.number(), upper: z.number() }),
    ),
    previous: z
      .object({ run: z.string(), survival: z.array(z.object({ day: z.number().int(), share: z.number() })) })
      .nullable(),
    modules: z.array(
      z.object({
        code: z.string(),
        name: BilingualText,
        started: z.number().int(),
        finished: z.number().int(),
        stoppedAfter: z.number().int(),
        evidence: EvidenceRef,
      }),
    ),
    onSite: z.array(
      z.object({
        activity: z.string(),
        name: BilingualText,
        day: IsoDay,
        invited: z.number().int(),
        present: z.number().int(),
        passed: z.number().int(),
        evidence: EvidenceRef,
      }),
    ),
  })
  .meta({ id: 'CourseOverview' });
export type CourseOverview = z.infer<typeof CourseOverview>;
