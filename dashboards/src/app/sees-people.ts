import { sectionsFor } from './sections.js';
import { useSession } from './session.js';

/** Whether the reader may look at single learners: only then does a number or name lead to them. */
export function useSeesPeople(): boolean {
  return sectionsFor(useSession()).some(({ path }) => path === '/learners');
}
