import type { BilingualText, Horizon } from '#libs/contracts';
import type { DisjointChange, DisjointPart, EvaluationReport } from '#pipelines/training';

type LearnerDisjoint = EvaluationReport['learnerDisjoint'];

/** A line of the check's table. */
export interface DisjointLine {
  readonly horizon: Horizon;
  readonly day: number;
  readonly who: 'all' | 'known' | 'new' | 'known minus new';
  /** null of a difference between parts. */
  readonly part: DisjointPart | null;
  readonly change: DisjointChange;
}

/** From the question that is asked first to the one asked last. */
export const disjointLines = ({ cells }: LearnerDisjoint): DisjointLine[] =>
  (['end', '28', '14', '7'] as const).flatMap((asked) =>
    cells
      .filter(({ horizon }) => horizon === asked)
      .flatMap(({ horizon, day, all, parts }) => {
        const line = (who: DisjointLine['who'], part: DisjointPart): DisjointLine => ({
          horizon,
          day,
          who,
          part,
          change: part.change,
        });
        return [
          line('all', all),
          ...(parts === null
            ? []
            : [
                line('known', parts.known),
                line('new', parts.new),
                { horizon, day, who: 'known minus new' as const, part: null, change: parts.knowing },
              ]),
        ];
      }),
  );

/** How many are on both sides, in a sentence. */
export function disjointCounts({ learners: { train, test, both } }: LearnerDisjoint): BilingualText {
  const [learnt, tested, known] = [train, test, both].map(String);
  return {
    zh: `测试的 ${tested!} 位学员中,${known!} 位也在训练数据的 ${learnt!} 位学员里。`,
    en: `of the ${tested!} learners tested, ${known!} are among the ${learnt!} learnt from.`,
  };
}
