import * as z from 'zod';
import { horizons, type Horizon } from '#libs/contracts';
import { readJson, writeJson } from '#libs/models';
import { featureVersion } from './feature-version.js';
import { riskTargets, type RiskTarget } from './outcome.js';
import type { TrainedRisk } from './train-risk.js';
import type { WatchedModel } from './watch/reference-of.js';

/** A file that cannot be used as a model; says why and what to do. */
export class ModelFileError extends Error {
  override readonly name = 'ModelFileError';
}

/** Rises where a program that knows the one number could not read the other. */
const FORMAT_VERSION = 2;

const Head = z.looseObject({ format: z.literal('snowlight.risk-model'), formatVersion: z.number().int() });

const BoostedLine = z.looseObject({
  line: z.looseObject({ coefficients: z.array(z.number()) }),
  trees: z.looseObject({ trees: z.array(z.unknown()).min(1) }).nullable(),
});

const File = z.looseObject({
  version: z.string(),
  target: z.enum(riskTargets),
  horizons: z.array(z.enum(horizons)).min(1),
  seed: z.number(),
  unlearnt: z.record(z.string(), z.string()),
  features: z.array(z.looseObject({ name: z.string(), version: z.string() })),
  card: z.looseObject({
    courses: z.array(z.string()),
    from: z.string(),
    to: z.string(),
    lastDay: z.number(),
    trainedOn: z.record(z.string(), z.number()),
  }),
  model: z.looseObject({
    kind: z.literal('risk'),
    featureNames: z.array(z.string()).min(1),
    hazard: BoostedLine.nullable(),
    calibration: z.record(z.string(), z.unknown()),
    end: z.looseObject({ model: BoostedLine, calibration: z.unknown() }).nullable(),
  }),
});

/** Everything that is needed to predict later, in one JSON file. */
export interface RiskModelFile {
  readonly format: 'snowlight.risk-model';
  readonly formatVersion: number;
  /** Names the content. */
  readonly version: string;
  readonly target: RiskTarget;
  /** Those that were asked for; see `unlearnt` for what cannot be said of them. */
  readonly horizons: readonly Horizon[];
  readonly seed: number;
  readonly unlearnt: Readonly<Record<string, string>>;
  /** What each figure meant when the model learnt from it. */
  readonly features: readonly { readonly name: string; readonly version: string }[];
  readonly card: {
    readonly courses: readonly string[];
    /** Start of the first run, end of what was known; YYYY-MM-DD. */
    readonly from: string;
    readonly to: string;
    readonly lastDay: number;
    readonly trainedOn: Readonly<Record<string, number>>;
  };
  /** With what later learners are compared with, in files written since there is a watch. */
  readonly model: WatchedModel;
}

export interface ModelFileParts {
  readonly trained: TrainedRisk;
  readonly target: RiskTarget;
  readonly horizons: readonly Horizon[];
  readonly seed: number;
  readonly courses: readonly string[];
  readonly from: string;
  readonly to: string;
}

/** No clock goes into it: the same data and seed give the same bytes. */
export function writeModelFile({
  trained,
  target,
  seed,
  courses,
  from,
  to,
  ...parts
}: ModelFileParts): string {
  const { model, version, unlearnt, lastDay } = trained;
  const file: RiskModelFile = {
    format: 'snowlight.risk-model',
    formatVersion: FORMAT_VERSION,
    version,
    target,
    horizons: parts.horizons,
    seed,
    unlearnt: { ...unlearnt },
    features: model.featureNames.map((name) => ({ name, version: featureVersion(name) ?? '' })),
    card: { courses, from, to, lastDay, trainedOn: { ...model.trainedOn } },
    model,
  };
  return `${writeJson(file)}\n`;
}

/**
 * Reads a model file. `changed` names the figures that are counted otherwise by now than when the model was made: its
 * chances are then not quite what they were.
 * @throws ModelFileError
 */
export function readModelFile(
  text: string,
  path: string,
): { readonly file: RiskModelFile; readonly changed: readonly string[] } {
  const file = parsed(text, path);
  const gone = file.features.filter(({ name }) => featureVersion(name) === undefined);
  if (gone.length > 0)
    throw new ModelFileError(
      `${path}: the model needs ${gone.map(({ name }) => name).join(', ')}, which this version does not count: train again`,
    );
  const changed = file.features.filter(({ name, version }) => featureVersion(name) !== version);
  return { file, changed: changed.map(({ name }) => name) };
}

function notAModel(path: string, { issues }: z.ZodError): ModelFileError {
  const { path: place = [], message = '' } = issues[0] ?? {};
  return new ModelFileError(
    `${path}: is no risk model of Snowlight (${place.join('.') || 'document'}: ${message}): give the file that "model train risk --out" wrote`,
  );
}

function parsed(text: string, path: string): RiskModelFile {
  let json: unknown;
  try {
    json = readJson(text);
  } catch {
    throw new ModelFileError(
      `${path}: is not a whole JSON document (${String(text.length)} characters): it was cut, or is another file; write it again with "model train risk --out"`,
    );
  }
  const head = Head.safeParse(json);
  if (!head.success) throw notAModel(path, head.error);
  const { formatVersion } = head.data;
  if (formatVersion !== FORMAT_VERSION)
    throw new ModelFileError(
      `${path}: has format ${String(formatVersion)}, this version reads ${String(FORMAT_VERSION)}: ${formatVersion > FORMAT_VERSION ? 'use a newer Snowlight' : 'train again with "model train risk --out"'}`,
    );
  const result = File.safeParse(json);
  if (!result.success) throw notAModel(path, result.error);
  return result.data as unknown as RiskModelFile;
}
