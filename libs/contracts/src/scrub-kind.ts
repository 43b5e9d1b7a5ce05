/** Identifiers of patients that are taken out of free text, by what they are. */
export const scrubKinds = ['resident-id', 'phone', 'record-number', 'card', 'name'] as const;
export type ScrubKind = (typeof scrubKinds)[number];

/** How many of each were taken out; kinds that were not found are absent. */
export type ScrubCounts = Readonly<Partial<Record<ScrubKind, number>>>;
