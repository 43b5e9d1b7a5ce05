import type { ModelCard } from '#libs/contracts';
import { useLanguage } from '../../language/language.js';
import { DataTable } from '../../parts/data-table.js';
import { type Estimate, range, signedDecimals, twoDecimals } from './figures.js';
import { TwoLines } from './two-lines.js';
import { horizonWords, trialSentence, words } from './words.js';

/** Champion and challenger on the run that neither had seen, a row a horizon. */
export function TrialTable({ trial }: { trial: ModelCard['trials'][number] }) {
  const { say, format } = useLanguage();
  const told = (gain: Estimate, digits: number) => {
    const show = (value: number) => signedDecimals(value, digits);
    return <TwoLines value={show(gain.value)} below={say(range(gain, show))} />;
  };
  return (
    <DataTable
      caption={say(trialSentence(trial, format))}
      rows={trial.figures}
      keyOf={({ horizon }) => horizon}
      columns={[
        {
          name: say(words.horizon),
          cell: ({ horizon }) => say(horizonWords[horizon as keyof typeof horizonWords]),
        },
        {
          name: say(words.learnersOf),
          figure: true,
          cell: ({ learners, positives }) => `${format.number(learners)} (${format.number(positives)})`,
        },
        {
          name: say(words.aucOf(words.champion)),
          figure: true,
          cell: ({ champion }) => twoDecimals(champion.auc),
        },
        {
          name: say(words.aucOf(words.challenger)),
          figure: true,
          cell: ({ challenger }) => twoDecimals(challenger.auc),
        },
        {
          name: say(words.aucGain),
          figure: true,
          cell: ({ aucGain }) => told(aucGain, 2),
        },
        {
          name: say(words.logLossGain),
          figure: true,
          cell: ({ logLossGain }) => told(logLossGain, 3),
        },
      ]}
    />
  );
}
