import type { WorkItem } from '#libs/contracts';
import type { WorkItemRow } from '#libs/postgres';

/** An item as the pages see it. */
export function workItem({ id, state, assignee, notes, outcome }: WorkItemRow): WorkItem {
  return {
    id,
    state,
    assignee,
    notes: notes.map((note) => ({ ...note, at: note.at.toISOString() })),
    outcome: outcome === null ? null : { ...outcome, at: outcome.at.toISOString() },
  };
}
