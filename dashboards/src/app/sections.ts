import type { Session } from '#libs/contracts';
import { both } from '../language/bilingual.js';
import type { IconName } from '../parts/icon.js';

type StaffRole = Session['roles'][number]['role'];

export interface Section {
  readonly path: string;
  readonly name: ReturnType<typeof both>;
  readonly icon: IconName;
  readonly roles: readonly StaffRole[];
}

/** Entries of the rail. Whoever lacks the right does not see the entry; the server refuses all the same. */
export const sections: readonly Section[] = [
  { path: '/today', name: both('今天', 'Today'), icon: 'today', roles: ['admin', 'manager'] },
  {
    path: '/learners',
    name: both('学员', 'Learners'),
    icon: 'learners',
    roles: ['admin', 'manager', 'teacher'],
  },
  {
    path: '/regions',
    name: both('区域', 'Regions'),
    icon: 'regions',
    roles: ['admin', 'manager', 'teacher', 'researcher'],
  },
  {
    path: '/courses',
    name: both('课程', 'Courses'),
    icon: 'courses',
    roles: ['admin', 'manager', 'teacher', 'researcher'],
  },
  {
    path: '/campaigns',
    name: both('提醒', 'Campaigns'),
    icon: 'campaigns',
    roles: ['admin', 'manager', 'campaigner'],
  },
  {
    path: '/models',
    name: both('模型', 'Models'),
    icon: 'models',
    roles: ['admin', 'manager', 'researcher', 'operator'],
  },
  { path: '/system', name: both('系统', 'System'), icon: 'system', roles: ['admin', 'operator'] },
];

export const sectionsFor = (session: Session): readonly Section[] =>
  sections.filter(({ roles }) => session.roles.some(({ role }) => roles.includes(role)));
