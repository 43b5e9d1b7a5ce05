import { activityTypes, snowlightActivityTypes, type BilingualText } from '#libs/contracts';
import type { CourseDesign } from './curriculum.js';
import { homePage } from './learner.js';
import { Random } from './random.js';
import type { Activity } from './statement.js';

const daysPerModule = 14;
/** Days without activity after which the registrar calls a learner silent. */
export const silentDays = 21;
const itemsPerModule = 5;
/** Days of a cohort run with a training day; a rolling run has one every 28 days instead. */
const cohortTrainingDays: readonly number[] = [26, 68];

export interface VideoStep {
  readonly type: 'video';
  readonly activity: Activity;
  /** Seconds. */
  readonly length: number;
}
interface PageStep {
  readonly type: 'page';
  readonly activity: Activity;
}
export interface ItemPlan {
  readonly activity: Activity;
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

/** Modules are the course's, shared by its runs; counted from 1. */
export const moduleCode = ({ code }: CourseDesign, position: number): string =>
  `${code}-m${String(position + 1)}`;

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

interface RunOptions {
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
      code: moduleCode(course, position),
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
