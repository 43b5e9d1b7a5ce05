import type { LearnerRef } from '#libs/contracts';

/** The name where the reader may know it, else a short code. */
export const learnerName = ({ name, pid }: Pick<LearnerRef, 'name' | 'pid'>): string =>
  name ?? pid.slice(0, 6).toUpperCase();
