import { createFeatureMatrix, predictRaw, SeededRandom, shapTable, trainGbdt } from '#libs/models';

/** Scores a million rows of 50 features by 100 trees of 31 leaves, and explains ten thousand. */
const random = new SeededRandom(7);
const names = Array.from({ length: 50 }, (_, i) => `f${i}`);
const table = (rows: number): ReturnType<typeof createFeatureMatrix> =>
  createFeatureMatrix(
    names,
    names.map(() => Float64Array.from({ length: rows }, () => random.normal())),
  );
const features = table(50_000);
const labels = Float64Array.from({ length: 50_000 }, (_, row) => {
  const x = (i: number): number => features.columns[i]![row]!;
  return Number(random.bernoulli(1 / (1 + Math.exp(-(x(0) + 0.5 * x(1) * x(2) + Math.sin(2 * x(3)))))));
});
const { model } = trainGbdt({ features, labels }, { numIterations: 100 });

function timed(work: () => void): { wall: number; cpu: number } {
  const began = performance.now();
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return { wall: (performance.now() - began) / 1000, cpu: (user + system) / 1e6 };
}

const million = table(1_000_000);
const score = timed(() => predictRaw(model, million));
const explained = table(10_000);
const shap = timed(() => shapTable(model, explained));
process.stdout.write(JSON.stringify({ score, shap }));
