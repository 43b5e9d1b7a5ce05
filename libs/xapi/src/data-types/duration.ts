/**
 * ISO 8601:2004(E) 4.4.3.2: `PnYnMnDTnHnMnS` or `PnW`; weeks stand alone, and only the last number may have a
 * fraction.
 */
const duration =
  /^P(?:(\d+(?:[.,]\d+)?)W|(?=\d|T\d)(?:(\d+(?:[.,]\d+)?)Y)?(?:(\d+(?:[.,]\d+)?)M)?(?:(\d+(?:[.,]\d+)?)D)?(?:T(?=\d)(?:(\d+(?:[.,]\d+)?)H)?(?:(\d+(?:[.,]\d+)?)M)?(?:(\d+(?:[.,]\d+)?)S)?)?)$/;
const fractionBeforeTheLast = /[.,]\d+[A-Z]+\d/;

export function isDuration(value: string): boolean {
  return duration.test(value) && !fractionBeforeTheLast.test(value);
}

const day = 86_400;
/** Seconds of W, Y, M, D, H, M, S. Years and months are nominal: 365 and 30 days. */
const unitSeconds = [7 * day, 365 * day, 30 * day, day, 3600, 60, 1];

/** Seconds, >= 0; undefined where the text is not a duration. */
export function durationSeconds(value: string): number | undefined {
  const match = duration.exec(value);
  if (match === null || fractionBeforeTheLast.test(value)) return undefined;
  let seconds = 0;
  for (let unit = 0; unit < unitSeconds.length; unit++) {
    const part = match[unit + 1];
    if (part !== undefined) seconds += Number(part.replace(',', '.')) * unitSeconds[unit]!;
  }
  return seconds;
}

const secondsFraction = /[.,](\d*)S$/;

/**
 * The form by which two durations are compared: what is finer than 0.01 s is cut off (not rounded), units are left
 * as they are, since the specification forbids to convert between them (xAPI 1.0.3, Data 2.3.1 and 4.6).
 */
export function comparableDuration(value: string): string {
  return value.replace(secondsFraction, (_, digits: string) => {
    const hundredths = digits.slice(0, 2).replace(/0+$/, '');
    return hundredths === '' ? 'S' : `.${hundredths}S`;
  });
}
