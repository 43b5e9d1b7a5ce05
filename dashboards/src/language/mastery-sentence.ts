import type { BilingualText } from '#libs/contracts';
import { both } from './bilingual.js';

interface SkillBelief {
  readonly name: BilingualText;
  readonly enough: boolean;
  readonly mastery: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly responses: number;
}

export function masterySentence(skill: SkillBelief): BilingualText {
  const { mastery, lower, upper, name } = skill;
  if (!skill.enough || mastery === null || lower === null || upper === null) {
    return both(
      `“${name.zh}”只有 ${skill.responses.toString()} 次作答,资料不足,暂不判断。`,
      `${name.en}: ${skill.responses.toString()} answers, not enough data, no estimate.`,
    );
  }
  const whole = (share: number) => Math.round(share * 100).toString();
  return both(
    `已掌握“${name.zh}”的可能性 ${whole(mastery)}%(${whole(lower)}–${whole(upper)}%)。`,
    `${name.en}: ${whole(mastery)}% likely mastered (${whole(lower)}–${whole(upper)}%).`,
  );
}
