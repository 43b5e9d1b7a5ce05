import type { BilingualText, ModelWatch } from '#libs/contracts';

type Alarms = ModelWatch['alarms'];

/** What stands, in words: which figure, since when. */
export function alarmsOf({
  inputs,
  scores,
  outcomes,
}: Pick<ModelWatch, 'inputs' | 'scores' | 'outcomes'>): Alarms {
  const newest = outcomes.weeks.findLast(({ verdict }) => verdict === 'above' || verdict === 'below');
  return [
    ...(outcomes.since === null
      ? []
      : [
          {
            of: 'outcomes' as const,
            feature: null,
            since: outcomes.since,
            text: outcomeText(newest?.verdict === 'above'),
          },
        ]),
    ...(scores?.since == null
      ? []
      : [{ of: 'scores' as const, feature: null, since: scores.since, text: scoreText }]),
    ...(inputs ?? []).flatMap(({ feature, label, since }) =>
      since === null ? [] : [{ of: 'inputs' as const, feature, since, text: inputText(label) }],
    ),
  ];
}

const outcomeText = (above: boolean): BilingualText =>
  above
    ? { zh: '实际中断的学员比模型估计的多', en: 'More learners stop than the model says' }
    : { zh: '实际中断的学员比模型估计的少', en: 'Fewer learners stop than the model says' };

const scoreText: BilingualText = {
  zh: '模型给出的可能性整体偏离了训练时的分布',
  en: 'The chances do not lie any more as among the learners that the model learnt from',
};

const inputText = ({ zh, en }: BilingualText): BilingualText => ({
  zh: `“${zh}”偏离了训练数据`,
  en: `“${en}” does not lie any more as in the data that the model learnt from`,
});
