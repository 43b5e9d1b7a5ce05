import { dayAfter, type MadeEnrolment, type MadeFolder } from './dataset-folder.js';

/** A way in which the answer may come into the question. */
export interface Leak {
  /** As the literature describes it. */
  readonly leak: string;
  /** Code of the course in which it is planted. */
  readonly twin: string;
  /** The course with other knowledge that nobody could have had at the landmark. */
  readonly plant: (honest: MadeFolder) => MadeFolder;
  /** The SQL of the landmarks as somebody would write it who falls for the leak. */
  readonly leaky: (sql: string) => string;
}

/** Day of the run at the start of which all is asked. */
export const LANDMARK_DAY = 21;

const landmarkOf = ({ start }: MadeEnrolment): string => dayAfter(start, LANDMARK_DAY);
const hasLeft = (one: MadeEnrolment): boolean => one.outcome !== '' && one.outcomeAt < landmarkOf(one);
const dayOf = (line: string): string => (line.split(',')[2] ?? '').slice(0, 10);

/** @throws Error where the SQL has no such place any more: then the leak must be put in elsewhere */
function put(sql: string, place: string, other: string): string {
  if (!sql.includes(place)) throw new Error(`the SQL of landmarks has no ${place}`);
  return sql.replaceAll(place, other);
}

const LEFT = "AND NOT (status NOT IN ('registered', 'started') AND ifNull(status_day < asof, false))";
const BEFORE = 'd.day < l.asof';
/** A figure that every landmark has, to be replaced by one that knows the outcome. */
const FIGURE = 'CAST(l.elapsed AS Nullable(Float64)) AS elapsed_days';
const OF_LEARNER = 'learner_pid, registered_day,\n';

function knowing(sql: string, column: string, figure: string): string {
  const read = put(sql, OF_LEARNER, `learner_pid, registered_day, ${column},\n`);
  const grouped = put(read, 'l.start_day, l.registered_day', `l.start_day, l.registered_day, l.${column}`);
  return put(grouped, FIGURE, `CAST(${figure} AS Nullable(Float64)) AS elapsed_days`);
}

const after = (made: MadeFolder, change: (one: MadeEnrolment) => MadeEnrolment): MadeFolder => ({
  ...made,
  enrolments: made.enrolments.map((one) => (hasLeft(one) ? one : change(one))),
});

/** All who were registered, with one more event on a day of the run. */
const all = (made: MadeFolder, day: number, event: string): string[] =>
  made.enrolments.map((one) => `${one.learner},${one.course},${dayAfter(one.start, day)}${event}`);

export const leaks: readonly Leak[] = [
  {
    leak: 'learners who have already left, in the population at the landmark',
    twin: 'without-the-gone',
    plant({ enrolments, events }) {
      const gone = new Set(enrolments.filter(hasLeft).map(({ learner }) => learner));
      if (gone.size < 5) throw new Error('too few had left by the landmark');
      return {
        enrolments: enrolments.filter(({ learner }) => !gone.has(learner)),
        events: events.filter((line) => !gone.has(line.split(',')[0] ?? '')),
      };
    },
    leaky: (sql) => put(sql, LEFT, ''),
  },
  {
    leak: 'an assessment counted from the day it was due, not from the day it was submitted',
    twin: 'all-handed-in-late',
    plant: (honest) => ({
      ...honest,
      events: [
        ...honest.events,
        ...all(honest, LANDMARK_DAY, 'T08:00:00Z,submitted,quiz,assessment,,1.00,,'),
      ],
    }),
    // due on day 14: by then it counts, whenever it came
    leaky: (sql) => put(sql, BEFORE, '(d.day < l.asof OR notEmpty(d.submitted))'),
  },
  {
    leak: 'events of the landmark’s own day',
    twin: 'busy-at-midnight',
    plant: (honest) => ({
      ...honest,
      events: [...honest.events, ...all(honest, LANDMARK_DAY, 'T00:00:00Z,viewed,page-1,page,9,,,')],
    }),
    leaky: (sql) => put(sql, BEFORE, 'd.day <= l.asof'),
  },
  {
    leak: 'events after the landmark',
    twin: 'silent-ever-after',
    plant: ({ enrolments, events }) => ({
      enrolments,
      events: events.filter((line) => dayOf(line) < landmarkOf(enrolments[0]!)),
    }),
    leaky: (sql) => put(sql, BEFORE, 'd.day < l.asof + 28'),
  },
  {
    leak: 'the date of unregistration as a feature',
    twin: 'left-on-another-day',
    plant: (honest) => after(honest, (one) => ({ ...one, outcomeAt: dayAfter(one.outcomeAt, 3) })),
    leaky: (sql) => knowing(sql, 'status_day', "dateDiff('day', l.asof, l.status_day)"),
  },
  {
    leak: 'the final result as a feature',
    twin: 'ended-otherwise',
    plant: (honest) =>
      after(honest, (one) => ({ ...one, outcome: one.outcome === 'completed' ? 'failed' : 'completed' })),
    leaky: (sql) => knowing(sql, 'status', "if(l.status = 'completed', 1, 60)"),
  },
  {
    leak: 'later registrations',
    twin: 'joined-by-others',
    plant: (honest) => {
      const late = honest.enrolments.slice(0, 20).map((one, i) => ({
        ...one,
        learner: `late-${String(i)}`,
        registered: dayAfter(one.start, LANDMARK_DAY + (i % 3)),
        outcome: 'completed',
        outcomeAt: one.end,
      }));
      // they had looked around before they registered
      const looked = all({ enrolments: late, events: [] }, 10, 'T08:00:00Z,viewed,page-1,page,30,,,');
      return { enrolments: [...honest.enrolments, ...late], events: [...honest.events, ...looked] };
    },
    leaky: (sql) => put(sql, 'WHERE registered_day < asof', 'WHERE true'),
  },
];
