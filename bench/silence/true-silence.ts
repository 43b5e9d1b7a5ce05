import type { Province } from '#libs/simulator';

/** Why a learner was silent, as the simulation knows it: `own` = left, or did not come though nothing was in the way. */
export type TrueCause = 'own' | 'outage' | 'holiday-or-duty';

const DAY_MS = 86_400_000;
/** Noon in Beijing, from the day's number. */
const noon = (day: number): number => day * DAY_MS + 4 * 3_600_000;
const dayNumber = (day: string): number => Date.parse(day) / DAY_MS;
const isoDay = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

/** Tells the cause of most of the days [since, until) of an account's silence. */
export function trueCauses({
  truth,
}: Province): (account: string, since: number, until: number) => TrueCause {
  const outages = new Map<string, { from: number; to: number }[]>();
  for (const { region, from, to } of truth.outages())
    outages.set(region, [...(outages.get(region) ?? []), { from: Date.parse(from), to: Date.parse(to) }]);
  const learners = new Map(truth.learners().map((one) => [one.account, one]));
  return (account, since, until) => {
    const learner = learners.get(account);
    if (learner === undefined) throw new Error(`the province has no ${account}`);
    const left = learner.departure === null ? Infinity : dayNumber(learner.departure.day);
    const away = truth.duties(account).map(({ from, to }) => [dayNumber(from), dayNumber(to)] as const);
    const out = outages.get(learner.region.slice(0, 9)) ?? [];
    const days = { own: 0, outage: 0, 'holiday-or-duty': 0 };
    for (let day = since; day < until; day++) {
      if (day >= left) days.own++;
      else if (out.some(({ from, to }) => from <= noon(day) && noon(day) < to)) days.outage++;
      else if (truth.isHoliday(isoDay(day)) || away.some(([from, to]) => from <= day && day < to))
        days['holiday-or-duty']++;
      else days.own++;
    }
    if (days.own * 2 >= until - since) return 'own';
    return days.outage >= days['holiday-or-duty'] ? 'outage' : 'holiday-or-duty';
  };
}
