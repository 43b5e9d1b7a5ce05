/** What a step made of one message. A refusal is a value: it becomes a dead letter, it stops nobody else. */
export type StepOutcome<T> = { readonly kind: 'ok'; readonly value: T } | Refusal;

export interface Refusal {
  readonly kind: 'dead-letter';
  readonly stage: string;
  readonly reason: string;
}

export const ok = <T>(value: T): StepOutcome<T> => ({ kind: 'ok', value });
export const deadLetter = (stage: string, reason: string): Refusal => ({
  kind: 'dead-letter',
  stage,
  reason,
});
