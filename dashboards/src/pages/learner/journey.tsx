import '../../parts/chart-figure.css';
import type { LearnerRisk, LearnerTimeline } from '#libs/contracts';
import { useState } from 'react';
import { useLanguage } from '../../language/language.js';
import { DayView } from './day-view.js';
import { JourneyTable } from './journey-table.js';
import { LanesPicture } from './lanes-picture.js';
import { words } from './words.js';

interface JourneyProps {
  readonly timeline: LearnerTimeline;
  readonly risk: LearnerRisk | null;
}

/** What happened, lane by lane over days, above the chance as it was believed on each of them. */
export function Journey({ timeline, risk }: JourneyProps) {
  const { say, format } = useLanguage();
  const [asTable, setAsTable] = useState(false);
  const history = risk?.history ?? [];
  const [picked, setPicked] = useState<number | null>(null);
  const at = Math.min(picked ?? history.length - 1, history.length - 1);
  const lastDay = timeline.days.at(-1)?.day ?? timeline.from;
  return (
    <figure className="panel chart-figure" aria-labelledby="journey">
      <figcaption id="journey">
        <h2>{say(words.journey)}</h2>
        <p className="small quiet">
          {say(words.journeyAxes(format.shortDate(timeline.from), format.shortDate(lastDay)))}
        </p>
      </figcaption>
      <button
        type="button"
        className="button plain no-print"
        data-table-toggle
        aria-pressed={asTable}
        onClick={() => {
          setAsTable(!asTable);
        }}
      >
        {say(asTable ? words.picture : words.table)}
      </button>
      {!asTable && <LanesPicture timeline={timeline} history={history} at={at} pick={setPicked} />}
      <JourneyTable timeline={timeline} forReaders={!asTable} />
      {history.length > 0 && <DayView history={history} at={at} pick={setPicked} />}
    </figure>
  );
}
