import { activityTypes, snowlightActivityTypes, type BilingualText, type RosterInput } from '#libs/contracts';
import { isoDay } from './calendar.js';
import type { CourseDesign, SkillDesign } from './curriculum.js';
import { homePage } from './learner.js';
import { Random } from './random.js';
import type { Activity } from './statement.js';

export const daysPerModule = 14;
const itemsPerModule = 5;
/** Days of a cohort run with a training day; a rolling run has one every 28 days instead. */
const cohortTrainingDays: readonly number[] = [26, 68];

export interface VideoStep {
  readonly type: 'video';
  readonly activity: Activity;
  /** Seconds. */
  readonly length: number;
}
export interface PageStep {
  readonly type: 'page';
  readonly activity: Activity;
}
export interface ItemPlan {
  readonly activity: Activity;
  /** Item of the course, the same in each of its runs. */
  readonly code: string;
  readonly key: string;
}
export interface QuizStep {
  readonly type: 'quiz';
  readonly activity: Activity;
  readonly items: readonly ItemPlan[];
}
export type Step = PageStep | VideoStep | QuizStep;

export interface RunModule {
  readonly position: number;
  readonly code: string;
  readonly activity: Activity;
  readonly skill: number;
  readonly difficulty: number;
  /** Days of the learner's clock on which it opens, and by whose end its assessment is due. */
  readonly opensOn: number;
  readonly dueOn: number;
}

/** A step and the module that it belongs to; a learner goes through them in order. */
export interface PlannedStep {
  readonly step: Step;
  readonly module: RunModule;
}

export interface Training {
  readonly session: Activity;
  readonly check: Activity;
  readonly skill: number;
}

/** A course on a calendar (`rolling` false), or with each learner's own clock and no end of enrolment. */
export interface Run {
  readonly code: string;
  readonly course: CourseDesign;
  readonly activity: Activity;
  readonly startDay: number;
  /** Last day for a learner, counted on the own clock; then who has not completed has failed. */
  readonly length: number;
  readonly endDay: number | null;
  readonly rolling: boolean;
  readonly modules: readonly RunModule[];
  readonly steps: readonly PlannedStep[];
  readonly trainings: readonly [Training, Training];
  readonly forum: Activity;
}

const languages = (text: BilingualText): Record<string, string> => ({ 'zh-CN': text.zh, 'en-US': text.en });
const activity = (id: string, type: string, name: BilingualText): Activity => ({
  objectType: 'Activity',
  id,
  definition: { type, name: languages(name) },
});
const numbered = (text: BilingualText, zh: string, en: string, n: number): BilingualText => ({
  zh: `${text.zh}:${zh}${String(n)}`,
  en: `${text.en}: ${en} ${String(n)}`,
});

export interface RunOptions {
  readonly seed: number;
  readonly course: CourseDesign;
  readonly code: string;
  readonly startDay: number;
  readonly rolling: boolean;
  /** Closing day of a rolling run, exclusive; null = stays open. A cohort run ends with its last module. */
  readonly closes: number | null;
}

export function planRun({ seed, course, code, startDay, rolling, closes }: RunOptions): Run {
  const iri = `${homePage}/runs/${code}`;
  const length = course.modules.length * daysPerModule;
  const modules: RunModule[] = [];
  const steps: PlannedStep[] = [];
  for (const [position, design] of course.modules.entries()) {
    const base = `${iri}/m${String(position + 1)}`;
    const module: RunModule = {
      position,
      code: `${course.code}-m${String(position + 1)}`,
      activity: activity(base, activityTypes.module, design.name),
      skill: design.skill,
      difficulty: design.difficulty,
      opensOn: position * daysPerModule,
      dueOn: (position + 1) * daysPerModule - 1,
    };
    modules.push(module);
    for (const step of planSteps(seed, course, position, base)) steps.push({ step, module });
  }
  const trainings = ([0, 1] as const).map((index) => planTraining(iri, course, index));
  return {
    code,
    course,
    activity: activity(iri, activityTypes.course, course.name),
    startDay,
    length,
    endDay: rolling ? closes : startDay + length,
    rolling,
    modules,
    steps,
    trainings: [trainings[0]!, trainings[1]!],
    forum: activity(`${iri}/forum`, activityTypes.discussion, { zh: '答疑区', en: 'Questions' }),
  };
}

function planSteps(seed: number, course: CourseDesign, position: number, base: string): Step[] {
  const name = course.modules[position]!.name;
  // By course and module, not by run: the next run shows the same videos and asks the same questions.
  const random = new Random(seed, 'content', course.code, position);
  const page = (n: number): PageStep => ({
    type: 'page',
    activity: activity(`${base}/page${String(n)}`, activityTypes.page, numbered(name, '讲义', 'text', n)),
  });
  const video = (n: number): VideoStep => ({
    type: 'video',
    activity: activity(`${base}/video${String(n)}`, activityTypes.video, numbered(name, '视频', 'video', n)),
    length: random.whole(240, 900),
  });
  const items = Array.from({ length: itemsPerModule }, (_, index): ItemPlan => {
    const key = random.pick(options);
    const question = numbered(name, '第', 'question', index + 1);
    return {
      code: `${course.code}-m${String(position + 1)}-q${String(index + 1)}`,
      key,
      activity: {
        objectType: 'Activity',
        id: `${base}/q${String(index + 1)}`,
        definition: {
          type: activityTypes.interaction,
          name: languages({ ...question, zh: `${question.zh}题` }),
          interactionType: 'choice',
          correctResponsesPattern: [key],
          choices: options.map((id) => ({ id, description: { 'zh-CN': `选项${id.toUpperCase()}` } })),
        },
      },
    };
  });
  const quiz: QuizStep = {
    type: 'quiz',
    activity: activity(`${base}/quiz`, activityTypes.assessment, {
      zh: `${name.zh}:测验`,
      en: `${name.en}: quiz`,
    }),
    items,
  };
  return [page(1), video(1), page(2), video(2), quiz];
}

export const options = ['a', 'b', 'c', 'd'] as const;

function planTraining(iri: string, course: CourseDesign, index: 0 | 1): Training {
  const number = String(index + 1);
  // The skill of practice: the first of the course on the first day, the last on the second.
  const skill = index === 0 ? 0 : course.skills.length - 1;
  const { name } = course.skills[skill]!;
  return {
    skill,
    session: activity(`${iri}/training${number}`, snowlightActivityTypes.session, {
      zh: `线下实训${number}:${name.zh}`,
      en: `On-site training ${number}: ${name.en}`,
    }),
    check: activity(`${iri}/check${number}`, snowlightActivityTypes.skillCheck, {
      zh: `实操考核:${name.zh}`,
      en: `Hands-on check: ${name.en}`,
    }),
  };
}

export function isTrainingDay(run: Run, day: number): boolean {
  const of = day - run.startDay;
  return run.rolling ? of >= 0 && of % 28 === 20 : cohortTrainingDays.includes(of);
}

type Rows<K extends keyof RosterInput> = NonNullable<RosterInput[K]>;

/** The run and all that is studied in it, as the roster names it. */
export function runRoster(run: Run): { runs: Rows<'runs'>; activities: Rows<'activities'> } {
  const bilingual = (of: Activity): BilingualText => ({
    zh: of.definition.name?.['zh-CN'] ?? '',
    en: of.definition.name?.['en-US'] ?? '',
  });
  const skillsOf = (index: number): string[] => [(run.course.skills[index] as SkillDesign).code];
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

/** Days without activity after which the registrar calls a learner silent. */
export const silentDays = 21;

/** Modules and skills of a course, as the roster names them. */
export function courseRoster(course: CourseDesign): { modules: Rows<'modules'>; skills: Rows<'skills'> } {
  return {
    modules: course.modules.map(({ name }, position) => ({
      code: `${course.code}-m${String(position + 1)}`,
      course: course.code,
      name,
      position,
    })),
    skills: course.skills.map(({ code, name }) => ({ code, course: course.code, name })),
  };
}
