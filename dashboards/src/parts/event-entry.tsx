import type { EventPage } from '#libs/contracts';
import { both } from '../language/bilingual.js';
import { useLanguage } from '../language/language.js';
import { eventKindWords } from '../language/event-words.js';

const late = (at: string) => both(`迟到:${at} 到达`, `late: arrived ${at}`);

/** One event: when it happened and arrived, what, on what, with which result, from where. */
export function EventEntry({ row, named }: { row: EventPage['rows'][number]; named: boolean }) {
  const { say, format } = useLanguage();
  const what = row.activityName === null ? row.activity : say(row.activityName);
  return (
    <li className="event">
      <p>
        <strong>{say(eventKindWords[row.kind])}</strong> {what}
        {row.result !== '' && <span> · {row.result}</span>}
      </p>
      <p className="small quiet">
        <time dateTime={row.happened}>{format.shortDateTime(row.happened)}</time>
        {row.late && <span className="event-late">{say(late(format.shortDateTime(row.arrived)))}</span>}
        <span>{row.source}</span>
        <span>{row.action}</span>
        {named && <code>{row.learner.slice(0, 8)}</code>}
      </p>
    </li>
  );
}
