import type { LearnerTimeline } from '#libs/contracts';
import { useLanguage } from '../../language/language.js';
import { Evidence } from '../../parts/evidence.js';
import { DataTable } from '../../parts/data-table.js';
import { stretchesOf } from './stretches.js';
import { words } from './words.js';

type Mark = LearnerTimeline['marks'][number];
type Entry = Omit<Mark, 'kind'>;

/** The lanes as rows, newest first. */
export function JourneyTable({ timeline, forReaders }: { timeline: LearnerTimeline; forReaders: boolean }) {
  const { say, format } = useLanguage();
  const study: Entry[] = timeline.days
    .filter(({ events }) => events > 0)
    .map(({ day, events, late }) => ({
      lane: 'learn',
      at: day,
      label: words.events(events, late),
      good: null,
      evidence: null,
    }));
  const stretches: Entry[] = stretchesOf(timeline).map(({ kind, from, lastDay }) => ({
    lane: 'learn',
    at: from,
    label: words.stretch(words.stretches[kind], format.shortDate(from), format.shortDate(lastDay)),
    good: null,
    evidence: null,
  }));
  return (
    <DataTable
      caption={say(words.journey)}
      forReaders={forReaders}
      rows={[...study, ...stretches, ...timeline.marks].sort((a, b) => b.at.localeCompare(a.at))}
      keyOf={({ lane, at, label }) => `${lane} ${at} ${label.en}`}
      columns={[
        {
          name: say(words.day),
          cell: ({ at, lane }) => (lane === 'learn' ? format.date(at) : format.dateTime(at)),
        },
        { name: say(words.lane), cell: ({ lane }) => say(words.lanes[lane]) },
        {
          name: say(words.what),
          text: true,
          cell: ({ label, evidence }) => (
            <Evidence evidence={evidence} shown={say(label)}>
              {say(label)}
            </Evidence>
          ),
        },
      ]}
    />
  );
}
