import type { LearnerTimeline } from '#libs/contracts';
import { daysAfter } from '../../language/days-after.js';

export type StretchKind = 'offline' | LearnerTimeline['away'][number]['kind'];

export interface Stretch {
  readonly kind: StretchKind;
  readonly from: string;
  /** The day after the last. */
  readonly to: string;
  readonly lastDay: string;
}

/** Days on which silence says nothing, oldest first: offline by the events, away by the roster. */
export const stretchesOf = ({ offline, away }: Pick<LearnerTimeline, 'offline' | 'away'>): Stretch[] =>
  [...offline.map((days) => ({ kind: 'offline' as const, ...days })), ...away]
    .map((stretch) => ({ ...stretch, lastDay: daysAfter(stretch.to, -1) }))
    .sort((a, b) => a.from.localeCompare(b.from));
