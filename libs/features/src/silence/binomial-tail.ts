/**
 * P(X <= most) of n independent trials of one chance. Of trials with chances of their own and this mean it is an upper
 * bound below the mean (Hoeffding 1956): who tests for too few by it is too careful, never too bold.
 * @param trials whole, >= 0
 * @param chance 0 to 1
 */
export function binomialTail(most: number, trials: number, chance: number): number {
  if (most >= trials || chance <= 0) return 1;
  if (most < 0 || chance >= 1) return 0;
  let logTerm = trials * Math.log1p(-chance);
  let sum = Math.exp(logTerm);
  for (let hits = 1; hits <= most; hits++) {
    logTerm += Math.log(((trials - hits + 1) / hits) * (chance / (1 - chance)));
    sum += Math.exp(logTerm);
  }
  return Math.min(1, sum);
}
