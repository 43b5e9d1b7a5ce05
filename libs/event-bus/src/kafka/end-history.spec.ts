import { expect, it } from '@jest/globals';
import { EndHistory } from './end-history.js';

const ends = (end: number) => new Map([[0, end]]);

it('knows of a message when it was not there yet', () => {
  const history = new EndHistory();
  history.add(1000, ends(5));
  history.add(2000, ends(5));
  history.add(3000, ends(9));
  expect(history.before(0, 4)).toBe(1000); // older than all that is known: rather too old
  expect(history.before(0, 5)).toBe(2000); // published between 2000 and 3000
  expect(history.before(0, 8)).toBe(2000);
  expect(history.before(0, 9)).toBe(3000);
});

it('forgets details, never the beginning, and is then rather too early', () => {
  const history = new EndHistory();
  for (let at = 0; at < 5000; at++) history.add(at, ends(at));
  for (const offset of [0, 17, 2500, 4998]) {
    const before = history.before(0, offset);
    expect(before).toBeLessThanOrEqual(offset);
    expect(offset - before).toBeLessThan(33);
  }
});
