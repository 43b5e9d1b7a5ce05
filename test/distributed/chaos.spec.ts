import { expect, it } from '@jest/globals';
import { chaos } from '../chaos/chaos-run.js';
import { faults } from '../chaos/faults.js';

it('each fault under load loses nothing, doubles nothing, and is over within half a minute', async () => {
  const rounds = await chaos({ rounds: faults.length, seed: 1 });
  expect(rounds.map(({ fault, found }) => ({ fault, found }))).toEqual(
    rounds.map(({ fault }) => ({ fault, found: [] })),
  );
  expect(new Set(rounds.map(({ fault }) => fault)).size).toBe(faults.length);
  for (const { acknowledged } of rounds) expect(acknowledged).toBeGreaterThan(0);
}, 600_000);
