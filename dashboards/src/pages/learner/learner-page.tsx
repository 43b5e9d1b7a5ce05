import './learner-page.css';
import type { LearnerHead } from '#libs/contracts';
import { useQuery } from '@tanstack/react-query';
import { useParams } from 'wouter';
import { useApi } from '../../api/api.js';
import { useShownAsOf } from '../../app/as-of.js';
import { useView } from '../../app/view.js';
import { learnerName } from '../../language/learner-name.js';
import { useLanguage } from '../../language/language.js';
import { statusWord } from '../../language/status-words.js';
import { ContactButton } from '../../parts/contact-button.js';
import { CountedFigure } from '../../parts/counted.js';
import { PageHead } from '../../parts/page-head.js';
import { Loaded } from '../../parts/states.js';
import { Tiles } from '../../parts/tiles.js';
import { AssignToMe } from './assign-to-me.js';
import { ChanceNow } from './chance-now.js';
import { Journey } from './journey.js';
import { LearnerNotes } from './learner-notes.js';
import { Skills } from './skills.js';
import { words } from './words.js';

export function LearnerPage() {
  const { pid = '' } = useParams();
  return <Learner key={pid} pid={pid} />;
}

function Learner({ pid }: { pid: string }) {
  const { say } = useLanguage();
  const view = useView();
  const { queries } = useApi();
  const run = view.get('run');
  const head = useQuery(queries.learner(pid, run));
  const { data } = head;
  useShownAsOf(data?.asOf);
  return (
    <>
      <PageHead
        title={data ? learnerName(data.learner) : say(words.title)}
        question={say(words.question)}
        answer={data && say(data.sentence)}
        actions={
          data && (
            <>
              <ContactButton pid={pid} />
              {data.workItemId !== null && <AssignToMe item={data.workItemId} />}
            </>
          )
        }
      />
      <Loaded query={head} shape="lines">
        {(head) => <Facts head={head} />}
      </Loaded>
      {/* Who is not there, or not to be seen, is said once. */}
      {(data !== undefined || head.error === null) && <Details pid={pid} run={run} head={data} />}
    </>
  );
}

interface DetailsProps {
  readonly pid: string;
  readonly run: string | null;
  /** While it is on its way, the rest is asked for already. */
  readonly head: LearnerHead | undefined;
}

function Details({ pid, run, head }: DetailsProps) {
  const { say } = useLanguage();
  const { queries } = useApi();
  const risk = useQuery(queries.risk(pid, run));
  const mastery = useQuery(queries.mastery(pid, run));
  const timeline = useQuery(queries.timeline(pid, run));
  return (
    <>
      <Loaded query={timeline} shape="chart">
        {(timeline) => <Journey timeline={timeline} risk={risk.data ?? null} />}
      </Loaded>
      <div className="learner-columns">
        <Loaded query={risk} shape="lines">
          {(risk) => <ChanceNow risk={risk} name={head ? learnerName(head.learner) : ''} />}
        </Loaded>
        <Loaded query={mastery} shape="lines">
          {(mastery) => <Skills skills={mastery.skills} />}
        </Loaded>
      </div>
      {head !== undefined && <LearnerNotes head={head} />}
      <p className="small quiet">{say(words.audited)}</p>
    </>
  );
}

function Facts({ head }: { head: LearnerHead }) {
  const { say, format } = useLanguage();
  const view = useView();
  const { learner, figures } = head;
  const names = ['activeDays28', 'answers', 'correct', 'videoMinutes', 'submissions'] as const;
  return (
    <>
      <p className="learner-facts">
        {head.runs.length > 1 ? (
          <select
            className="field"
            aria-label={say(words.run)}
            value={head.run.code}
            onChange={({ target }) => {
              view.change({ run: target.value, ev: null });
            }}
          >
            {head.runs.map(({ run, status }) => (
              <option key={run.code} value={run.code}>
                {say(run.course.name)} · {run.code} · {say(statusWord(status))}
              </option>
            ))}
          </select>
        ) : (
          <span>{say(head.run.course.name)}</span>
        )}
        {[
          learner.region && say(learner.region.name),
          say(words.week(head.week)),
          head.syncedAt === null
            ? say(words.neverSynced)
            : say(words.synced(format.ago(head.syncedAt, head.asOf))),
          say(head.consentReminders ? words.consent : words.noConsent),
        ]
          .filter((fact) => fact !== null)
          .map((fact) => (
            <span key={fact}>{fact}</span>
          ))}
      </p>
      <Tiles
        tiles={names.map((name) => ({
          name: say(words[name]),
          value: <CountedFigure counted={figures[name]} label={say(words[name])} headline />,
        }))}
      />
    </>
  );
}
