import { type Calibration, fitPlatt } from './calibration.js';
import { type CalibrationRows, fitLinearSpline } from './fit-linear-spline.js';

/**
 * A linear spline; where scores are worse than chance, everybody's share: they must not be turned round, and nobody's
 * score says anything then.
 * @throws RangeError without rows or where lengths differ
 */
export function fitCalibration(rows: Required<CalibrationRows>): Calibration {
  const line = fitPlatt(rows.scores, rows.labels, rows.clusters);
  return line.slope === 0 ? line : fitLinearSpline(rows);
}
