import type { Activity, ContextActivities, ContextActivityKind } from '../statement.js';

const none: readonly Activity[] = [];

/** Context activities of one kind as a list: single ones are legal on the way in. */
export function activitiesIn(listed: ContextActivities[ContextActivityKind]): readonly Activity[] {
  if (listed === undefined) return none;
  return 'id' in listed ? [listed] : listed;
}
