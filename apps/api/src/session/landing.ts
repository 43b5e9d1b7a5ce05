import type { Region, UserRole } from '#libs/postgres';

/**
 * Where a person lands after signing in, by the first of their duties: managers of a county or below at today's calls,
 * of a province at its overview; teachers and researchers at the courses; then campaigns and the system.
 */
export function landingOf(roles: readonly UserRole[], regions: readonly Region[]): string {
  const manager = roles.find(({ role }) => role === 'manager');
  if (manager !== undefined) {
    const own = regions.find(({ code }) => code === manager.region) ?? regions[0];
    return own?.level === 'province' ? `/regions/${encodeURIComponent(own.code)}` : '/today';
  }
  const has = (role: UserRole['role']): boolean => roles.some((grant) => grant.role === role);
  if (has('admin')) return '/today';
  if (has('teacher') || has('researcher')) return '/courses';
  return has('campaigner') ? '/campaigns' : '/system';
}
