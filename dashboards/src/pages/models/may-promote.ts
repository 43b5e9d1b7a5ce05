import { useSession } from '../../app/session.js';

/** Whether the reader may make a version the one that scores: an administrator of the whole organisation. */
export function useMayPromote(): boolean {
  const { roles, regions } = useSession();
  const whole = regions.find(({ parent }) => parent === null)?.code ?? '';
  return roles.some(({ role, region }) => role === 'admin' && region === whole);
}
