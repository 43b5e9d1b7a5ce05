import type { BilingualText } from '#libs/contracts';
import { peopleText } from '../words/people-text.js';

export interface RegionSituation {
  readonly name: BilingualText;
  /** null = fewer than five, not shown. */
  readonly learning: number | null;
  readonly finished28: number | null;
  readonly stopped28: number | null;
  /** Places whose completion lies below the lower 95 % limit of a place of their size. */
  readonly belowLimit: number;
}

/** First line of a region's page: where help is needed, beyond chance. */
export function regionSentence({
  name,
  learning,
  finished28,
  stopped28,
  belowLimit,
}: RegionSituation): BilingualText {
  return {
    zh: `${name.zh}：${peopleText(learning).zh}在学，近 28 天有 ${peopleText(finished28).zh}完成、${peopleText(stopped28).zh}中断；${
      belowLimit === 0
        ? '没有哪个地方的完成率低到偶然之外。'
        : `${String(belowLimit)} 个地方的完成率低到难以用偶然解释，值得一看。`
    }`,
    en: `${name.en}: ${peopleText(learning).en} learning; in 28 days ${peopleText(finished28).en} finished and ${peopleText(stopped28).en} stopped. ${
      belowLimit === 0
        ? 'No place completes less than chance explains.'
        : `${belowLimit === 1 ? '1 place completes' : `${String(belowLimit)} places complete`} less than chance explains.`
    }`,
  };
}
