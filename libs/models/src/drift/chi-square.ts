/**
 * Upper quantile of the chi-square distribution by Wilson and Hilferty's cube (1931): within 1 % from one degree of
 * freedom on for the levels used here.
 * @param z the standard normal quantile of the level
 */
export function chiSquareQuantile(z: number, degrees: number): number {
  const spread = 2 / (9 * degrees);
  return degrees * Math.max(0, 1 - spread + z * Math.sqrt(spread)) ** 3;
}
