import type { BilingualText } from '#libs/contracts';
import { peopleText } from '../words/people-text.js';

export interface CourseSituation {
  /** 0 = not begun. */
  readonly week: number;
  readonly active: boolean;
  readonly learning: number | null;
  readonly done: number | null;
  readonly stopped: number | null;
  /** The module after which most of those who stopped were last seen; null where too few tell. */
  readonly mostStopAfter: { readonly name: BilingualText; readonly count: number } | null;
}

/** First line of a course's page: where do they stop? */
export function courseSentence(situation: CourseSituation): BilingualText {
  const { week, active, learning, done, stopped, mostStopAfter } = situation;
  const when = active
    ? {
        zh: week === 0 ? '尚未开课' : `第 ${String(week)} 周`,
        en: week === 0 ? 'Not begun' : `Week ${String(week)}`,
      }
    : { zh: week === 0 ? '尚未开课' : '已结束', en: week === 0 ? 'Not begun' : 'Ended' };
  const where =
    mostStopAfter === null
      ? { zh: '', en: '' }
      : {
          zh: `中断的人里，最后学到「${mostStopAfter.name.zh}」的最多（${String(mostStopAfter.count)} 人）。`,
          en: ` Of those who stopped, most were last seen in "${mostStopAfter.name.en}" (${String(mostStopAfter.count)}).`,
        };
  return {
    zh: `${when.zh}：${peopleText(learning).zh}在学，${peopleText(done).zh}完成，${peopleText(stopped).zh}中断。${where.zh}`,
    en: `${when.en}: ${peopleText(learning).en} learning, ${peopleText(done).en} done, ${peopleText(stopped).en} stopped.${where.en}`,
  };
}
