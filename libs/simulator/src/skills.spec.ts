import { describe, expect, it } from '@jest/globals';
import { Random } from './random.js';
import { practise, respond, startSkill } from './skills.js';

describe('skills', () => {
  it('answers as the four parameters of knowledge tracing say', () => {
    const bkt = { prior: 0.3, learn: 0.2, guess: 0.25, slip: 0.1 };
    const learners = 20_000;
    const right = [0, 0, 0, 0];
    for (let index = 0; index < learners; index++) {
      const random = new Random(1, index);
      const state = startSkill(bkt, random);
      for (let turn = 0; turn < right.length; turn++)
        right[turn]! += Number(respond(state, bkt, turn, random));
    }
    // P(known) is .3, .44, .552, .6416; P(right) = P(known) * .9 + (1 - P(known)) * .25.
    const expected = [0.445, 0.536, 0.6088, 0.66704];
    const threeStandardErrors = 3 * Math.sqrt(0.25 / learners);
    for (const [turn, value] of expected.entries()) {
      expect(Math.abs(right[turn]! / learners - value)).toBeLessThan(threeStandardErrors);
    }
  });

  it('remembers the day on which a skill was learned, and never unlearns it', () => {
    const state = { known: false, learnedOn: null };
    practise(state, 1, 40, new Random(1));
    practise(state, 1, 41, new Random(2));
    expect(state).toEqual({ known: true, learnedOn: 40 });
  });
});
