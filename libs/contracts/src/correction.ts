import * as z from 'zod';

/** What was put right in a statement that was not legal as it came. */
export const Correction = z
  .object({
    /** Where, in the statement as it came: `object.objectType`, `context.contextActivities.parent[0].id`. */
    path: z.string(),
    /** Name of the rule of libs/xapi/src/lenient that did it. */
    rule: z.string(),
    /** In words, with what stood there. */
    done: z.string(),
  })
  .meta({ id: 'Correction' });
export type Correction = z.infer<typeof Correction>;
