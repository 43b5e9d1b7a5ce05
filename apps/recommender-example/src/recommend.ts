import type { BilingualText, NudgeIntent } from '#libs/contracts';

export interface Recommendation {
  readonly kind: 'short-video' | 'quiz' | 'teacher-call';
  readonly minutes: number;
  readonly text: BilingualText;
}

const shortVideo: Recommendation = {
  kind: 'short-video',
  minutes: 8,
  text: {
    zh: '从上次停下的地方接着看:一段 8 分钟的短视频。',
    en: 'Pick up where you stopped: one video of 8 minutes.',
  },
};
const teacherCall: Recommendation = {
  kind: 'teacher-call',
  minutes: 10,
  text: {
    zh: '约老师通一次 10 分钟的电话,把卡住的问题说一说。',
    en: 'A 10-minute call with the teacher about what is in the way.',
  },
};
const quiz = (about: BilingualText): Recommendation => ({
  kind: 'quiz',
  minutes: 5,
  text: {
    zh: `做一个 5 分钟的小测验${about.zh},看看已经会了什么。`,
    en: `A 5-minute quiz${about.en}, to see what you know already.`,
  },
});

/** What a driver's name is about, by the words in it. */
const needs: readonly (readonly [RegExp, Recommendation])[] = [
  [/absent|attended|asked|replied|cohort/, teacherCall],
  [/score|correct|failed|answers|skill|due/, quiz({ zh: '', en: '' })],
];

/**
 * A small next step for the learner, chosen by why they may stop: a weak skill first, then what raises the chance
 * most. A real service would look into its catalogue here.
 */
export function recommend({ reason }: NudgeIntent): Recommendation {
  if (reason.kind === 'question') return teacherCall;
  const weakest = [...reason.gaps].sort((a, b) => a.mastery - b.mastery)[0];
  if (weakest !== undefined) return quiz({ zh: `(${weakest.skill})`, en: ` on ${weakest.skill}` });
  const strongest = [...reason.drivers].sort((a, b) => b.contribution - a.contribution)[0];
  const need = needs.find(([words]) => words.test(strongest?.feature ?? ''));
  return need?.[1] ?? shortVideo;
}
