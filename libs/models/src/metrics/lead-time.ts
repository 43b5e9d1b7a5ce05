import { sortedQuantile } from '../numeric.js';

/** One learner who left: when, and at which landmarks an alert was on. */
export interface DepartureAlerts {
  readonly departureDay: number;
  /** Ascending by day; landmarks at or after the departure are not counted. */
  readonly landmarks: readonly { readonly day: number; readonly alerted: boolean }[];
}

export interface LeadTime {
  readonly departures: number;
  /** Departures with an alert that stayed on for two landmarks before them. */
  readonly alerted: number;
  /** Days from that alert to the departure, over the alerted; NaN where there are none. */
  readonly medianDays: number;
  readonly meanDays: number;
  /** Share of all departures alerted at least 7, 14 and 28 days ahead. */
  readonly aheadShares: Readonly<Record<'7' | '14' | '28', number>>;
}

/**
 * Days between the first alert that stays on for two landmarks in a row and the departure; null without such an
 * alert. One flicker is no warning that anybody could act on.
 */
export function leadDays({ departureDay, landmarks }: DepartureAlerts): number | null {
  const before = landmarks.filter(({ day }) => day < departureDay);
  const first = before.find(({ alerted }, i) => alerted && before[i + 1]?.alerted === true);
  return first === undefined ? null : departureDay - first.day;
}

/** Lead times over all departures of a test set. */
export function summariseLeadTime(departures: readonly DepartureAlerts[]): LeadTime {
  const leads = departures
    .map(leadDays)
    .filter((days) => days !== null)
    .sort((a, b) => a - b);
  const ahead = (days: number): number => leads.filter((lead) => lead >= days).length / departures.length;
  return {
    departures: departures.length,
    alerted: leads.length,
    medianDays: leads.length === 0 ? NaN : sortedQuantile(leads, 0.5),
    meanDays: leads.reduce((sum, lead) => sum + lead, 0) / leads.length,
    aheadShares: { '7': ahead(7), '14': ahead(14), '28': ahead(28) },
  };
}
