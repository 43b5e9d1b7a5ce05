import type { RunSummary } from '#libs/contracts';
import type { Run } from '#libs/postgres';

/** Whether the run is going on; `today` is the tenant's, YYYY-MM-DD. */
export const isActive = (run: Run, today: string): boolean =>
  run.start <= today && (run.end === null || today < run.end);

export function runSummary(run: Run, today: string): RunSummary {
  const { code, iri, start, end, rolling } = run;
  return {
    code,
    iri,
    course: { code: run.course.code, name: run.course.name },
    start,
    end,
    rolling,
    active: isActive(run, today),
  };
}
