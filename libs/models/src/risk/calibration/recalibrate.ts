import { logistic, logit, Z95 } from '../../numeric.js';
import {
  applyCalibration,
  ascending,
  type Calibration,
  fitPlatt,
  type KnotCalibration,
  type PlattCalibration,
} from './calibration.js';

/**
 * A calibration set right on later outcomes: log-odds become intercept + slope * log-odds (Cox 1958, "Two further
 * applications of a model for binary regression"; Steyerberg 2009, "Clinical Prediction Models", 20.3), the intercept
 * alone where outcomes are few. Its shape stays, so that a few outcomes are enough, and so does the order of scores.
 * Intervals are as wide as those of before and of the line together.
 *
 * @param scores log-odds that `calibration` is applied to
 * @param labels 0 or 1: what came of the same rows
 * @param clusters rows of one learner tell less than as many separate ones; see `fitPlatt`
 * @returns null where higher scores do not leave more often: no line sets that right
 * @throws RangeError without rows or where lengths differ
 */
export function recalibrated(
  calibration: Calibration,
  scores: ArrayLike<number>,
  labels: ArrayLike<number>,
  clusters: readonly string[],
): Calibration | null {
  const said = applyCalibration(calibration, scores).p.map(logit);
  const line = fitPlatt(said, labels, clusters);
  if (line.slope <= 0) return null;
  return calibration.kind === 'platt' ? lineOfLine(calibration, line) : knotsMoved(calibration, line);
}

/** The same in closed form: a line of a line is a line, and its variance that of both. */
function lineOfLine(inner: PlattCalibration, outer: PlattCalibration): PlattCalibration {
  const { intercept, slope } = inner;
  const { varIntercept, varSlope, covariance } = outer;
  return {
    kind: 'platt',
    intercept: outer.intercept + outer.slope * intercept,
    slope: outer.slope * slope,
    varIntercept:
      outer.slope ** 2 * inner.varIntercept +
      varIntercept +
      2 * intercept * covariance +
      intercept ** 2 * varSlope,
    varSlope: outer.slope ** 2 * inner.varSlope + slope ** 2 * varSlope,
    covariance: outer.slope ** 2 * inner.covariance + slope * covariance + intercept * slope * varSlope,
  };
}

function knotsMoved(calibration: KnotCalibration, line: PlattCalibration): KnotCalibration {
  const { intercept, slope, varIntercept, varSlope, covariance } = line;
  const moved = calibration.p.map((p, knot) => {
    const at = logit(p);
    const ofLine = Z95 ** 2 * (varIntercept + 2 * at * covariance + at ** 2 * varSlope);
    const half = (bound: number): number => Math.sqrt((slope * (logit(bound) - at)) ** 2 + ofLine);
    const to = intercept + slope * at;
    return {
      p: logistic(to),
      lower: logistic(to - half(calibration.lower[knot]!)),
      upper: logistic(to + half(calibration.upper[knot]!)),
    };
  });
  return {
    ...calibration,
    p: moved.map(({ p }) => p),
    lower: ascending(moved.map(({ lower }) => lower)),
    upper: ascending(moved.map(({ upper }) => upper)),
  };
}
