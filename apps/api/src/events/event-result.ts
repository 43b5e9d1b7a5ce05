/** What came of an event, in few language-free words: `✓ 85%`, `✗`, `×12`, `2:05`. Empty where nothing is known. */
export interface EventOutcome {
  readonly success: boolean | null;
  readonly score: number | null;
  readonly count: number;
  /** Seconds. */
  readonly duration: number | null;
  readonly response: string;
}

/** Characters of a response that are shown. */
const shownResponse = 80;

export function eventResult({ success, score, count, duration, response }: EventOutcome): string {
  return [
    success === null ? '' : success ? '✓' : '✗',
    score === null ? '' : `${String(Math.round(score * 100))}%`,
    count > 1 ? `×${String(count)}` : '',
    duration === null ? '' : clock(duration),
    response.slice(0, shownResponse),
  ]
    .filter((part) => part !== '')
    .join(' ');
}

function clock(seconds: number): string {
  const whole = Math.round(seconds);
  return `${String(Math.floor(whole / 60))}:${String(whole % 60).padStart(2, '0')}`;
}
