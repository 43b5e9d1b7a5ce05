import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Logger } from 'pino';
import { riskParameters } from '#libs/models';
import type { NewModel } from '#libs/postgres';
import { readModelFile, type RiskModelFile } from '#pipelines/training';

/** The model that is shipped, as a registry keeps it. @throws ModelFileError, and what reading a file throws */
export async function readBaseline(): Promise<{
  readonly model: NewModel;
  /** Figures that are counted otherwise by now than when it was trained. */
  readonly changed: readonly string[];
}> {
  const path = createRequire(import.meta.url).resolve('#root/assets/baseline/risk.json');
  const { file, changed } = readModelFile(await readFile(path, 'utf8'), path);
  return { model: registered(file), changed };
}

/** Read when it is first asked for. One that cannot be used is said once; tenants then wait for a model of their own. */
export function shippedBaseline(log: Pick<Logger, 'warn'>): () => Promise<NewModel | null> {
  let known: Promise<NewModel | null> | undefined;
  return () =>
    (known ??= readBaseline().then(
      ({ model, changed }) => {
        if (changed.length > 0)
          log.warn(
            { changed },
            'the shipped baseline was trained on figures that are counted otherwise by now',
          );
        return model;
      },
      (error: unknown) => {
        log.warn({ err: error }, 'the shipped baseline cannot be used');
        return null;
      },
    ));
}

function registered({ version, card, features, model, target, seed }: RiskModelFile): NewModel {
  return {
    version,
    createdAt: new Date(0),
    origin: 'baseline',
    trainedOn: card.courses,
    metrics: card.trainedOn,
    features: model.featureNames,
    dataFrom: card.from,
    dataTo: card.to,
    featureVersions: Object.fromEntries(features.map((one) => [one.name, one.version])),
    parameters: {
      target,
      ...riskParameters(model),
    },
    seed,
    note: {
      zh: '随程序提供的基线模型:没有学过本机构的任何学员。概率只是粗略的参考;有课程结束后,如果本机构自己的模型被证明更好,会自动换用。',
      en: 'The shipped baseline: it has learnt from nobody here. Its chances are rough; when a run has finished and a model of this organisation is shown to be better, it gives way.',
    },
    model,
  };
}
