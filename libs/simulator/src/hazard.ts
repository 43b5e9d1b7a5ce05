/** What a learner's chance of leaving on a day is made of, as it stands at the start of that day. */
export interface HazardCovariates {
  /** Days without activity, holidays, outages and outreach duty not counted; at most 14 count. */
  readonly idleDays: number;
  /** Failed attempts at assessments, each fading by 5 % a day. */
  readonly failures: number;
  /** Own questions that have waited for more than two days; at most 2 count. */
  readonly waitingQuestions: number;
  /** Assessments past their due day and not handed in; at most 4 count. */
  readonly overdue: number;
  /** 0 to 1, of the module that is next. */
  readonly difficulty: number;
  /** No reply and no training day in the last 28 days. */
  readonly isolated: boolean;
  /** Came to a training day in the last 14 days. */
  readonly cameLately: boolean;
  /** Share of weekdays taken by clinic, 0 to 1. */
  readonly workload: number;
  /** Latent wish to study, about -2 to 2; it also drives how often the learner comes. */
  readonly engagement: number;
  /** What no event shows, normal with mean 0; it keeps the best model from being perfect. */
  readonly frailty: number;
}

/** Effects on the log of the hazard. Most leave after falling silent, so idleness weighs most. */
export const hazardCoefficients = {
  intercept: -8.05,
  idleDay: 0.23,
  failure: 0.5,
  waitingQuestion: 0.55,
  overdue: 0.35,
  difficulty: 0.5,
  isolated: 0.45,
  cameLately: -0.6,
  workload: 0.5,
  engagement: -0.8,
  frailty: 1,
} as const;

/**
 * Probability, 0 to 1, that a learner who is still in leaves on this day: 1 - exp(-exp(eta)), the discrete-time form
 * of proportional hazards (complementary log-log link; Prentice and Gloeckler 1978), eta linear in the covariates.
 */
export function dailyHazard(x: HazardCovariates): number {
  const b = hazardCoefficients;
  const eta =
    b.intercept +
    b.idleDay * Math.min(14, x.idleDays) +
    b.failure * x.failures +
    b.waitingQuestion * Math.min(2, x.waitingQuestions) +
    b.overdue * Math.min(4, x.overdue) +
    b.difficulty * x.difficulty +
    (x.isolated ? b.isolated : 0) +
    (x.cameLately ? b.cameLately : 0) +
    b.workload * x.workload +
    b.engagement * x.engagement +
    b.frailty * x.frailty;
  return -Math.expm1(-Math.exp(eta));
}
