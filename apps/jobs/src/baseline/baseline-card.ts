import type { Horizon } from '#libs/contracts';
import type { TrainedRisk } from '#pipelines/training';
import { OULAD, type BaselineSource } from './baseline-sources.js';

export interface BaselineFigure {
  readonly place: string;
  readonly horizon: Horizon;
  readonly learners: number;
  readonly positives: number;
  /** Share of landmarks with the outcome, and the log loss of saying it of everybody. */
  readonly base: number;
  readonly constant: number;
  readonly logLoss: number;
  readonly auc: number;
}

export interface BaselineParts {
  readonly version: string;
  readonly sources: readonly BaselineSource[];
  readonly trained: TrainedRisk;
  readonly figures: readonly BaselineFigure[];
  readonly seed: number;
}

/** The card of the shipped model, Markdown: written by what trains it, so that its figures are the model's. */
export function baselineCard({ version, sources, trained, figures, seed }: BaselineParts): string {
  const { model, unlearnt } = trained;
  const { landmarks, learners, departures } = model.trainedOn;
  const withOulad = sources.some(({ name }) => name === OULAD);
  return `# Shipped baseline: card

<!-- Written by \`npm run baseline\`; change apps/jobs/src/baseline/baseline-card.ts instead. -->

| | |
| --- | --- |
| version | \`${version}\` (\`assets/baseline/risk.json\`) |
| predicts | what the [risk model](risk.md) predicts, by the same features and in the same way |
| for | an organisation without a model of its own, from its first day |
| made by | \`npm run baseline -- ${withOulad ? '--oulad FOLDER ' : ''}--seed ${String(seed)}\`: the same data give the same file |
| learnt from | ${String(landmarks)} weekly landmarks of ${String(learners)} learners, ${String(departures)} of whom were seen to leave |
| not learnt | ${Object.keys(unlearnt).join(', ') || 'nothing: every horizon was'} |

## Data

| source | runs | landmarks |
| --- | --- | --- |
${sources.map(({ name, runs, table }) => `| ${name} | ${runs.join(', ')} | ${String(table.rows.length)} |`).join('\n')}

The simulated provinces ([data card](../data-cards/simulator.md)) have cohorts on a calendar and rolling runs; one of them
has no quizzes and no due days. Nobody in them is real.
${withOulad ? ouladText : ''}
## Figures

Of a model trained in the same way without what it is tested on: the last simulated province${withOulad ? ', and the presentations\nof OULAD that began last' : ''}. All weekly landmarks together, everybody who had left already taken out.

| tested on | horizon | learners | of whom | AUC | log loss | log loss of the base rate |
| --- | --- | --- | --- | --- | --- | --- |
${figures.map(figureRow).join('\n')}

## Limits

- **It has learnt from nobody here.** How often people leave differs from programme to programme more than the signs do:
  its order is worth more than its chances. Both are weak until it has given way.
- It says so: its version begins with \`baseline\`, and \`origin\` in the registry is \`baseline\`.
- It gives way by itself once a run has finished that shows a model of the organisation's own data to be better, by rule or
  by a person ([0028](../decisions/0028-champion-and-challenger.md)).
- Not for grades, admission, sanctions, pay or ranking; no statement about causes.
`;
}

const ouladText = `
OULAD: Kuzilek J., Hlosta M., Zdrahal Z. (2017), "Open University Learning Analytics dataset", *Scientific Data* 4:170171,
<https://doi.org/10.1038/sdata.2017.171>, under [CC BY 4.0](https://creativecommons.org/licenses/by/4.0/)
([data card](../data-cards/oulad.md)). Changed: counted into features per learner and week; presentations without clicks are
left out. Its data are not in the model: trees hold thresholds and counts.
`;

function figureRow({ place, horizon, learners, positives, auc, logLoss, constant }: BaselineFigure): string {
  const what = horizon === 'end' ? 'does not complete' : `${horizon} days`;
  return `| ${place} | ${what} | ${String(learners)} | ${String(positives)} | ${auc.toFixed(3)} | ${logLoss.toFixed(4)} | ${constant.toFixed(4)} |`;
}
