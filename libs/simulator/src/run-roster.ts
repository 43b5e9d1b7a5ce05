import type { BilingualText, RosterInput } from '#libs/contracts';
import { isoDay } from './calendar.js';
import type { CourseDesign } from './curriculum.js';
import { moduleCode, silentDays, type Run } from './run.js';
import type { Activity } from './statement.js';

type Rows<K extends keyof RosterInput> = NonNullable<RosterInput[K]>;

/** The run and all that is studied in it, as the roster names it. */
export function runRoster(run: Run): { runs: Rows<'runs'>; activities: Rows<'activities'> } {
  const bilingual = (of: Activity): BilingualText => ({
    zh: of.definition.name?.['zh-CN'] ?? '',
    en: of.definition.name?.['en-US'] ?? '',
  });
  const skillsOf = (index: number): string[] => [run.course.skills[index]!.code];
  const activities: Rows<'activities'> = [];
  for (const { step, module } of run.steps) {
    const common = { run: run.code, module: module.code, skills: skillsOf(module.skill) };
    const own = { ...common, iri: step.activity.id, name: bilingual(step.activity) };
    if (step.type !== 'quiz') {
      activities.push({ ...own, type: step.type });
      continue;
    }
    activities.push({ ...own, type: 'assessment', dueDay: module.dueOn, weight: 1 / run.modules.length });
    for (const item of step.items) {
      activities.push({ ...common, iri: item.activity.id, name: bilingual(item.activity), type: 'item' });
    }
  }
  for (const training of run.trainings) {
    const common = { run: run.code, skills: skillsOf(training.skill) };
    activities.push({
      ...common,
      iri: training.session.id,
      type: 'session',
      name: bilingual(training.session),
    });
    activities.push({
      ...common,
      iri: training.check.id,
      type: 'skill-check',
      name: bilingual(training.check),
    });
  }
  activities.push({ run: run.code, iri: run.forum.id, type: 'forum', name: bilingual(run.forum) });
  return {
    runs: [
      {
        code: run.code,
        course: run.course.code,
        iri: run.activity.id,
        start: isoDay(run.startDay),
        end: run.endDay === null ? null : isoDay(run.endDay),
        rolling: run.rolling,
        dropout: 'silent',
        silentDays,
      },
    ],
    activities,
  };
}

/** Modules and skills of a course, as the roster names them. */
export function courseRoster(course: CourseDesign): { modules: Rows<'modules'>; skills: Rows<'skills'> } {
  return {
    modules: course.modules.map(({ name }, position) => ({
      code: moduleCode(course, position),
      course: course.code,
      name,
      position,
    })),
    skills: course.skills.map(({ code, name }) => ({ code, course: course.code, name })),
  };
}
