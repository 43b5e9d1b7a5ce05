import type { LearnerRisk } from '#libs/contracts';
import { useLanguage } from '../../language/language.js';
import { chanceSentence } from '../../language/risk-sentences.js';
import { ReasonList } from '../../parts/reason-list.js';
import { words } from './words.js';

/** Reasons of a day of the past. */
const reasonsShown = 3;

interface DayViewProps {
  readonly history: LearnerRisk['history'];
  readonly at: number;
  readonly pick: (index: number) => void;
}

/** What the model believed on a day of the past, chosen by slider or by a click on the line. */
export function DayView({ history, at, pick }: DayViewProps) {
  const { say, format } = useLanguage();
  const point = history[at];
  if (point === undefined) return null;
  const { asOf, probability, lower, upper, model, reasons } = point;
  return (
    <div className="day-view">
      <label className="no-print">
        <span className="small quiet">{say(words.scrub)}</span>
        <input
          type="range"
          min={0}
          max={history.length - 1}
          value={at}
          aria-valuetext={format.date(asOf)}
          onChange={({ target }) => {
            pick(Number(target.value));
          }}
        />
      </label>
      <div>
        <p>
          <strong>{say(words.onDay(format.date(asOf)))}</strong>{' '}
          <span className="small quiet model-version">{model}</span>
        </p>
        <p>
          {probability === null || lower === null || upper === null
            ? say(words.noEstimate)
            : say(chanceSentence({ probability, lower, upper, horizonDays: 14 }))}
        </p>
        <ReasonList reasons={reasons.slice(0, reasonsShown)} about={format.date(asOf)} />
      </div>
    </div>
  );
}
