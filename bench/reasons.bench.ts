import { join } from 'node:path';
import { featureNames, groupsOf } from '#libs/features';
import { riskContributions, topAgreement, type FeatureMatrix, type RiskModel } from '#libs/models';
import { readLandmarks, trainRisk } from '#pipelines/training';
import { FOLDER_TENANT, withFolder } from '../apps/jobs/src/index.js';
import { runCommand, withDirectory } from './harness.js';
import type { BenchOptions, Report } from './report.js';

/** Of the training; the first is held against each other one. */
const SEEDS = [1, 2, 3, 4];
/** As many as a page shows. */
const SHOWN = 3;
/** Landmarks explained, days of the learner's own clock. */
const AT_DAYS = [14, 28, 42, 56];
/** In log-odds: what a reason is worth a sentence from. */
const LEAST = 0.05;
/** The least that the strongest groups of two models must agree. */
const LIMIT = 0.8;

/**
 * Whether the reasons of a learner are a matter of luck: models trained on the same past runs with other seeds explain
 * the same learners of runs that none of them has seen; how often are the strongest groups, and for comparison the
 * strongest single features, the same, in direction too. Limit: the strongest group in at least 80 %.
 */
export function reasons({ say }: BenchOptions): Promise<Report[]> {
  return withDirectory(async (directory) => {
    const path = join(directory, 'province');
    say('reasons: a province of 600 and its past');
    await runCommand(join(directory, 'data'), [
      'simulate',
      ...['--learners', '600', '--weeks', '9', '--seed', '31', '--out', path, '--json'],
    ]);
    return withFolder(path, async ({ clickhouse, store }) => {
      const { today, runs } = store;
      const past = runs.filter(({ end }) => end !== null && end <= today).map(({ code }) => code);
      const current = runs.filter(({ code }) => !past.includes(code)).map(({ code }) => code);
      const of = { tenant: FOLDER_TENANT, today };
      const { features } = await readLandmarks(clickhouse, { ...of, runs: current, offsets: AT_DAYS });
      const explained: Explained[] = [];
      for (const seed of SEEDS) {
        say(`reasons: training with seed ${String(seed)}`);
        const { model } = await trainRisk(clickhouse, { ...of, runs: past, seed });
        explained.push(explain(model, features));
      }
      return [reportOf(explained)];
    });
  });
}

interface Explained {
  /** By row, strongest first, with the sign. */
  readonly groups: readonly (readonly string[])[];
  readonly features: readonly (readonly string[])[];
}

function explain(model: RiskModel, matrix: FeatureMatrix): Explained {
  const { contributions } = riskContributions(model, matrix, '14');
  const columns = new Map(model.featureNames.map((name, index) => [name, contributions[index]!]));
  const rows = Array.from({ length: matrix.rows }, (_, row) =>
    featureNames.map((name) => columns.get(name)?.[row] ?? 0),
  );
  const named = (name: string, contribution: number): string => `${contribution > 0 ? '+' : '-'}${name}`;
  return {
    groups: rows.map((row) =>
      groupsOf(row).flatMap(({ group, contribution }) =>
        Math.abs(contribution) >= LEAST ? named(group, contribution) : [],
      ),
    ),
    features: rows.map((row) =>
      row
        .map((contribution, index) => ({ name: featureNames[index]!, contribution }))
        .filter(({ contribution }) => Math.abs(contribution) >= LEAST)
        .sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution))
        .map(({ name, contribution }) => named(name, contribution)),
    ),
  };
}

function reportOf([first, ...others]: readonly Explained[]): Report {
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  const table = (['groups', 'features'] as const).flatMap((what) =>
    others.map((other, index) => ({
      what,
      seeds: `${String(SEEDS[0])} and ${String(SEEDS[index + 1])}`,
      ...topAgreement(first![what], other[what], SHOWN),
    })),
  );
  return {
    title: 'Reasons of models trained with other seeds, on the same learners',
    head: [
      'what',
      'seeds',
      'explained',
      'strongest the same',
      'all of three the same',
      'of three shared',
      'limit',
    ],
    rows: table.map(({ what, seeds, rows, first: same, all, overlap }) => [
      what,
      seeds,
      String(rows),
      percent(same),
      percent(all),
      percent(overlap),
      what === 'groups' ? `${percent(LIMIT)} ${same >= LIMIT ? 'met' : 'MISSED'}` : '',
    ]),
    figures: { agreement: table },
  };
}
