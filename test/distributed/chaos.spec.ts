import { expect, it } from '@jest/globals';
import { chaos } from '../chaos/chaos-run.js';
import { diskFull, faults } from '../chaos/faults.js';

/** Of the steps that a worker is killed at, those at which most can go wrong; all of them come in `npm run chaos`. */
const steps = ['one of two tables stored', 'stored', 'stored and told', 'counted'].map(
  (step) => `killed: ${step}`,
);
const names = [...faults.map(({ name }) => name), diskFull.name, ...steps];

it('each fault under load loses nothing, doubles nothing, and is over within half a minute; then all is as embedded', async () => {
  const { rounds, differing } = await chaos({
    rounds: names.length,
    seed: 1,
    among: ({ name }) => names.includes(name),
  });
  expect(rounds.map(({ fault, found }) => ({ fault, found }))).toEqual(
    rounds.map(({ fault }) => ({ fault, found: [] })),
  );
  for (const { acknowledged } of rounds) expect(acknowledged).toBeGreaterThan(0);
  expect(differing).toEqual([]);
}, 900_000);
