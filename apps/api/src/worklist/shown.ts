import * as z from 'zod';
import { Chance, IsoDay, IsoInstant, Reason } from '#libs/contracts';

/** What a day's list said of a learner when it was made; kept with the item. */
export const Shown = z.object({
  madeAt: IsoInstant,
  /** The day for which a call was promised; null = listed for the chance. */
  followUpOn: IsoDay.nullable(),
  chance: Chance,
  reasons: z.array(Reason),
});
export type Shown = z.infer<typeof Shown>;

/** Reasons of a row. */
export const shownReasons = 3;
