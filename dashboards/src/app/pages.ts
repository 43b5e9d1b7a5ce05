import type { ComponentType } from 'react';
import { TodayPage } from '../pages/today/today-page.js';
import { lazyPart } from '../parts/lazy-part.js';

export interface Page {
  /** Path pattern of wouter. */
  readonly path: string;
  /** Brings the code, so that it is there when the component is. */
  readonly load: () => Promise<unknown>;
  readonly Component: ComponentType;
  /** Filters of the top bar that this page heeds. */
  readonly filters: readonly ('region' | 'course')[];
}

const page = <K extends string>(
  path: string,
  filters: Page['filters'],
  load: () => Promise<Readonly<Record<K, ComponentType>>>,
  name: K,
): Page => ({ path, filters, load, Component: lazyPart(load, name) });

/**
 * Every page by its path. Today comes with the shell: most open it every morning, some over a slow link, and one file
 * less is one wait less. The code of the others is loaded when they are first opened.
 */
export const pages: readonly Page[] = [
  {
    path: '/today',
    filters: ['region', 'course'],
    load: () => Promise.resolve(),
    Component: TodayPage,
  },
  page('/learners', ['region', 'course'], () => import('../pages/learners/learners-page.js'), 'LearnersPage'),
  page('/learners/:pid', [], () => import('../pages/learner/learner-page.js'), 'LearnerPage'),
  page('/regions/:code?', ['region', 'course'], () => import('../pages/region/region-page.js'), 'RegionPage'),
  page('/courses', ['region'], () => import('../pages/courses/courses-page.js'), 'CoursesPage'),
  page('/courses/:run', ['region', 'course'], () => import('../pages/course/course-page.js'), 'CoursePage'),
  page('/campaigns', [], () => import('../pages/campaigns/campaigns-page.js'), 'CampaignsPage'),
  page('/models/:version?', [], () => import('../pages/models/models-page.js'), 'ModelsPage'),
  page('/system', [], () => import('../pages/system/system-page.js'), 'SystemPage'),
];

export function pageOf(pathname: string): Page | undefined {
  return pages.find(({ path }) => patternOf(path).test(pathname));
}

const patternOf = (path: string) =>
  new RegExp(`^${path.replace(/\/:\w+\?/g, '(/[^/]+)?').replace(/\/:\w+/g, '/[^/]+')}/?$`);
