import { beforeAll, describe, expect, it } from '@jest/globals';
import { dayNumber, parseInstant, dayOf } from './calendar.js';
import { createProvince, type Province, type SimulatedStatement } from './index.js';

/** What was drawn must be found again in what was sent: else the truth would be no truth. */
describe('a province of 800 learners', () => {
  let province: Province;
  const sent: SimulatedStatement[] = [];
  beforeAll(() => {
    province = createProvince({
      seed: 9,
      learners: 100,
      pastLearners: 1200,
      weeks: 1,
      startDay: '2026-03-02',
    });
    for (const { statements } of province.days(province.present)) sent.push(...statements);
  });

  it('leaves in each tenth of the hazard as often as the hazard says', () => {
    const days: { hazard: number; left: number }[] = [];
    for (const { account, departure } of province.truth.learners()) {
      const hazards = province.truth.hazards(account);
      for (const { day, hazard } of hazards) days.push({ hazard, left: Number(day === departure?.day) });
    }
    days.sort((a, b) => a.hazard - b.hazard);
    for (let tenth = 0; tenth < 10; tenth++) {
      const part = days.slice((tenth * days.length) / 10, ((tenth + 1) * days.length) / 10);
      const expected = part.reduce((sum, { hazard }) => sum + hazard, 0);
      const observed = part.reduce((sum, { left }) => sum + left, 0);
      const variance = part.reduce((sum, { hazard }) => sum + hazard * (1 - hazard), 0);
      expect(Math.abs(observed - expected) / Math.sqrt(variance)).toBeLessThan(3.5);
    }
  });

  it('has lost a quarter to a third of a finished run by week 12', () => {
    const past = province.truth.learners().filter(({ run }) => run.endsWith('2025-10'));
    const gone = past.filter(
      ({ account, departure }) => departure && province.truth.hazards(account).length <= 84,
    );
    expect(gone.length / past.length).toBeGreaterThan(0.22);
    expect(gone.length / past.length).toBeLessThan(0.38);
  });

  it('shows no activity of a learner from the day of the decision to leave on', () => {
    const left = new Map(
      province.truth.learners().map(({ account, departure }) => [account, departure?.day]),
    );
    const own = sent.filter(({ kind }) => !['withdrew', 'absent', 'replied'].includes(kind));
    const late = own.filter(({ statement }) => {
      const day = left.get(statement.actor.account.name);
      return day !== undefined && dayOf(parseInstant(statement.timestamp)) >= dayNumber(day);
    });
    expect(late).toEqual([]);
  });

  it('tells the registrar of every departure: at once when said, after three weeks when silent', () => {
    const status = new Map(province.rosterNow().enrolments?.map((row) => [row.account.name, row]));
    const over = province.truth
      .learners()
      .filter(({ departure }) => departure && departure.day < '2026-01-20');
    expect(over.length).toBeGreaterThan(100);
    for (const { account, departure } of over) {
      expect(status.get(account)?.status).toBe(departure?.kind === 'said' ? 'withdrew' : 'silent');
    }
  });

  it('keeps what happened in an outage on the device, and delivers it in batches after the outage', () => {
    const township = new Map(
      province.truth.learners().map(({ account, region }) => [account, region.slice(0, 9)]),
    );
    const outages = byRegion(province.truth.outages());
    const batches = new Map<string, Set<string>>();
    const wrong: SimulatedStatement[] = [];
    for (const one of sent) {
      if (!['launched', 'viewed', 'video', 'answered', 'left'].includes(one.kind)) continue;
      const account = one.statement.actor.account.name;
      const instant = new Date(one.statement.timestamp).toISOString();
      const here = outages.get(township.get(account) ?? '') ?? [];
      const outage = here.find(({ from, to }) => from <= instant && instant < to);
      if (!outage) continue;
      const wait = Date.parse(one.arrivesAt) - Date.parse(outage.to);
      if (wait <= 0 || wait > 48 * 3_600_000) wrong.push(one);
      const batch = `${account} ${outage.from}`;
      batches.set(batch, (batches.get(batch) ?? new Set()).add(one.arrivesAt));
    }
    expect(wrong).toEqual([]);
    expect(batches.size).toBeGreaterThan(20);
    expect([...batches.values()].filter((arrivals) => arrivals.size !== 1)).toEqual([]);
  });

  it('has guessers who answer in less than four seconds and are right in a quarter of these answers', () => {
    const guessers = new Set(
      province.truth
        .learners()
        .filter(({ guesser }) => guesser)
        .map(({ account }) => account),
    );
    const answers = sent.filter(({ kind }) => kind === 'answered');
    const seconds = ({ statement }: SimulatedStatement): number =>
      Number(statement.result?.duration?.slice(2, -1));
    const rapid = answers.filter((answer) => seconds(answer) < 3.6);
    const share = (those: SimulatedStatement[]): number =>
      those.filter(({ statement }) => guessers.has(statement.actor.account.name)).length / those.length;
    expect(share(rapid)).toBeGreaterThan(0.6);
    expect(share(answers)).toBeLessThan(0.15);
    const right = rapid.filter(({ statement }) => statement.result?.success).length / rapid.length;
    // Three standard errors around .25.
    expect(Math.abs(right - 0.25)).toBeLessThan(3 * Math.sqrt((0.25 * 0.75) / rapid.length));
  });

  it('plays videos in no less time than their played segments last', () => {
    const length = 'https://w3id.org/xapi/video/extensions/length';
    const segments = 'https://w3id.org/xapi/video/extensions/played-segments';
    const session = 'https://w3id.org/xapi/video/extensions/session-id';
    const began = new Map<string, number>();
    const wrong: string[] = [];
    let watched = 0;
    for (const { statement } of sent.filter(({ kind }) => kind === 'video')) {
      const id = String(statement.context.extensions?.[session]);
      const at = Date.parse(statement.timestamp);
      began.set(id, Math.min(at, began.get(id) ?? at));
      const text = statement.result?.extensions?.[segments];
      if (typeof text !== 'string') continue;
      const played = text.split('[,]').map((one) => one.split('[.]').map(Number) as [number, number]);
      const total = played.reduce((sum, [from, to]) => sum + to - from, 0);
      const tooLong = total > (at - began.get(id)!) / 1000 + 0.1;
      if (tooLong || Math.max(...played.flat()) > Number(statement.context.extensions?.[length]))
        wrong.push(statement.id);
      watched++;
    }
    expect(wrong).toEqual([]);
    expect(watched).toBeGreaterThan(5000);
  });
});

function byRegion<T extends { readonly region: string }>(rows: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) groups.set(row.region, [...(groups.get(row.region) ?? []), row]);
  return groups;
}
