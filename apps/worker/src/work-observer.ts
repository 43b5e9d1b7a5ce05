import type { TopicName } from '#libs/contracts';

/** Told of what the roles of a process do, to be measured. */
export interface WorkObserver {
  /** Statements that a batch has stored, or put aside as dead letters. */
  ingested(counts: { readonly stored: number; readonly deadLetters: number }): void;
  /** Messages that were put aside. @param stage where it could not go on */
  putAside(topic: TopicName, stage: string): void;
  /** Whether this process has work that one does for all. */
  leads(work: string, isLeading: boolean): void;
  /** Everybody of a tenant was scored, within so many seconds. */
  swept(seconds: number): void;
}

export const unobserved: WorkObserver = {
  ingested: () => undefined,
  putAside: () => undefined,
  leads: () => undefined,
  swept: () => undefined,
};
