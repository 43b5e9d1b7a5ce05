import { describe, expect, it } from '@jest/globals';
import { createProvince } from '#libs/simulator';
import { type Confusion, silenceConfusion } from './confusion.js';
import { silenceRates } from './silence-rates.js';

/** A province that nothing was set by: the bars of the classifier come from seeds 11 and 12. */
const confusion = (dutiesHeard: boolean): Confusion =>
  silenceConfusion(
    createProvince({ seed: 5, learners: 320, pastLearners: 320, weeks: 18, startDay: '2026-08-31' }),
    { everyDays: 5, dutiesHeard },
  );

describe("silences of a province, held against the simulation's truth", () => {
  it('are told apart, where the roster tells of most duties', () => {
    const table = confusion(true);
    const rates = silenceRates(table);
    process.stdout.write(`silences by truth: ${JSON.stringify(table)}\n`);
    expect(rates.silences).toBeGreaterThan(1500);
    expect(rates.disengagedPrecision).toBeGreaterThanOrEqual(0.92);
    expect(rates.outageRecall).toBeGreaterThanOrEqual(0.55);
    expect(rates.outageCalledOwn).toBeLessThanOrEqual(0.25);
    expect(rates.ownExcused).toBeLessThanOrEqual(0.05);
  });

  it('are called their own by far more often than rightly where duties are not told, and by no more than a fifth', () => {
    expect(silenceRates(confusion(false)).disengagedPrecision).toBeGreaterThanOrEqual(0.8);
  });
});
