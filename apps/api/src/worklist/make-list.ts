import type { Shown } from './shown.js';

/** Somebody who may come onto a day's list. */
export interface Candidate {
  /** IRI. */
  readonly run: string;
  readonly learnerPid: string;
  readonly shown: Shown;
}

export interface ListItem extends Candidate {
  /** 1 = first. */
  readonly position: number;
}

/**
 * A day's list: promised follow-ups first, the oldest promise before the others, then reachable people by their chance.
 * Who was tried lately rests, unless a call was promised. One row for each learner of a run.
 * @param followUps oldest promise first
 * @param tried when each learner was last tried, by pid
 * @param restUntil who was tried after this instant rests
 */
export function makeList(
  followUps: readonly Candidate[],
  atRisk: readonly Candidate[],
  tried: ReadonlyMap<string, Date>,
  restUntil: Date,
): ListItem[] {
  const rested = atRisk.filter(
    ({ learnerPid }) => (tried.get(learnerPid)?.getTime() ?? 0) <= restUntil.getTime(),
  );
  const byChance = rested.toSorted((a, b) => b.shown.chance.probability - a.shown.chance.probability);
  const listed = new Map<string, Candidate>();
  for (const candidate of [...followUps, ...byChance]) {
    const key = `${candidate.learnerPid} ${candidate.run}`;
    if (!listed.has(key)) listed.set(key, candidate);
  }
  return [...listed.values()].map((candidate, index) => ({ ...candidate, position: index + 1 }));
}
