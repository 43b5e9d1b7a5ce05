import { describe, expect, it } from '@jest/globals';
import { createProvince, type Province } from './index.js';

const options = { seed: 4, learners: 600, pastLearners: 0, weeks: 5, startDay: '2026-03-02' };

/** What each learner did in the three days after the present, as bytes by account. */
function nextDays(province: Province): Map<string, string> {
  const to = new Date(Date.parse(province.present) + 3 * 86_400_000).toISOString();
  const own = new Map<string, string>();
  for (const { kind, statement } of province.advance(to).statements) {
    // Late batches of before the present are no answer to a nudge; a teacher's reply is not the learner's.
    if (Date.parse(statement.timestamp) < Date.parse(province.present) || kind === 'replied') continue;
    const account = statement.actor.account.name;
    own.set(account, (own.get(account) ?? '') + JSON.stringify(statement));
  }
  return own;
}

describe('a nudge', () => {
  const untouched = createProvince(options);
  const nudged = createProvince(options);
  untouched.advance(untouched.present);
  nudged.advance(nudged.present);
  const learners = nudged.truth.learners().filter(({ departure }) => !departure);
  for (const { account } of learners) nudged.applyNudge(account, '2026-04-06');
  const without = nextDays(untouched);
  const with_ = nextDays(nudged);
  const share = (lift: number, by: ReadonlyMap<string, string>): number => {
    const those = learners.filter(({ nudgeLift }) => nudgeLift === lift);
    return those.filter(({ account }) => by.has(account)).length / those.length;
  };

  it('changes not a byte for those whom it does not move', () => {
    const unmoved = learners.filter(({ nudgeLift }) => nudgeLift === 0);
    expect(unmoved.length).toBeGreaterThan(100);
    for (const { account } of unmoved) expect(with_.get(account)).toBe(without.get(account));
  });

  it('brings back more of the others, the more the greater their lift', () => {
    expect(share(0.6, with_) - share(0.6, without)).toBeGreaterThan(0.05);
    expect(share(1.6, with_) - share(1.6, without)).toBeGreaterThan(0.15);
  });

  it('reaches nobody who is unknown or has finished', () => {
    expect(nudged.applyNudge('rd-999999', '2026-04-06')).toBe(false);
  });
});
