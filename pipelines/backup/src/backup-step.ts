/** What is being done, and how far it is. */
export interface BackupStep {
  readonly step: string;
  readonly rows: number;
}

const EVERY_MS = 500;

/** Tells of a step twice a second at most: there may be one for each of a million files. */
export function nowAndThen(onStep: (step: BackupStep) => void): (step: BackupStep) => void {
  let saidAt = -Infinity;
  return (step) => {
    if (performance.now() - saidAt < EVERY_MS) return;
    saidAt = performance.now();
    onStep(step);
  };
}
