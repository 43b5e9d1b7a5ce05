import type { Worklist, WorklistRow } from '#libs/contracts';
import { Suspense, useState } from 'react';
import { Link } from 'wouter';
import { useView } from '../../app/view.js';
import { useLanguage } from '../../language/language.js';
import { chanceSentence } from '../../language/risk-sentences.js';
import { LevelMark } from '../../parts/level-mark.js';
import { PeopleDots } from '../../parts/people-dots.js';
import { ReasonList } from '../../parts/reason-list.js';
import { Sparkline } from '../../parts/sparkline.js';
import { ContactButton } from '../../parts/contact-button.js';
import { learnerName } from '../../language/learner-name.js';
import { DismissalForm, OutcomeForm, WorkDetails, WorkDone } from './lazy-forms.js';
import { useWorkItem } from './use-work-item.js';
import { words } from './words.js';

interface WorkCardProps {
  readonly row: WorklistRow;
  readonly worklist: Worklist;
  /** The first that nobody has called yet. */
  readonly next: boolean;
  /** A form was opened or closed. */
  readonly onWriting: (writing: boolean) => void;
}

/** One person: who, the facts, then the chance; what is suggested, and a place for what came of it. */
export function WorkCard({ row, worklist, next, onWriting }: WorkCardProps) {
  const { say } = useLanguage();
  const view = useView();
  const work = useWorkItem(row);
  const [form, setForm] = useState<'outcome' | 'dismissal' | null>(null);
  const openForm = (next: typeof form) => {
    setForm(next);
    onWriting(next !== null);
  };
  const { item, learner } = row;
  const name = learnerName(learner);
  const open = view.get('open') === item.id;
  const journey = view.to(`/learners/${learner.pid}`, { run: row.run.code });
  const close = () => {
    openForm(null);
  };

  if (row.withdrawn !== null) {
    return (
      <li className="card withdrawn" data-row tabIndex={-1}>
        <p>
          <s>{name}</s> <span className="small">{say(row.withdrawn.text)}</span>
        </p>
      </li>
    );
  }
  if (item.state !== 'open') {
    return (
      <Suspense fallback={<li className="card dealt">{name}</li>}>
        <WorkDone row={row} name={name} undo={work.undo} />
      </Suspense>
    );
  }
  return (
    <li
      className={next ? 'card next' : 'card'}
      data-row
      tabIndex={-1}
      aria-label={name}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || form === null) return;
        close();
        event.currentTarget.focus();
      }}
    >
      <CardHead row={row} asOf={worklist.asOf} journey={journey} />
      <CardBody row={row} journey={journey} />
      {form === null && (
        <footer className="card-foot">
          <p className="suggestion">{say(row.suggestion.text)}</p>
          <div className="card-actions no-print">
            <ContactButton pid={learner.pid} />
            <button
              type="button"
              className="button"
              data-done
              onClick={() => {
                openForm('outcome');
              }}
            >
              {say(words.doneButton)}
            </button>
            <button
              type="button"
              className="button"
              onClick={() => {
                openForm('dismissal');
              }}
            >
              {say(words.notToday)}
            </button>
            <button
              type="button"
              className="button plain"
              data-open
              aria-expanded={open}
              onClick={() => {
                view.change({ open: open ? null : item.id }, { replace: true });
              }}
            >
              {say(open ? words.less : words.more)}
              {!open && item.notes.length > 0 && ` (${item.notes.length.toString()})`}
            </button>
          </div>
        </footer>
      )}
      <Suspense fallback={null}>
        {form === 'outcome' && (
          <OutcomeForm
            day={worklist.day}
            cancel={close}
            save={(outcome) => {
              close();
              work.record(outcome);
            }}
          />
        )}
        {form === 'dismissal' && (
          <DismissalForm
            cancel={close}
            save={(reason) => {
              close();
              work.dismiss(reason);
            }}
          />
        )}
        {open && <WorkDetails row={row} work={work} />}
      </Suspense>
      {work.error !== null && (
        <p className="card-error" role="alert">
          {say(work.error)}
        </p>
      )}
    </li>
  );
}

interface CardPartProps {
  readonly row: WorklistRow;
  /** Address of the learner's journey. */
  readonly journey: string;
}

function CardHead({ row, asOf, journey }: CardPartProps & { asOf: string }) {
  const { say, format } = useLanguage();
  const { learner, chance } = row;
  return (
    <header className="card-head">
      <LevelMark level={chance.level} />
      <h2>
        <Link href={journey}>{learnerName(learner)}</Link>
      </h2>
      <p className="card-facts">
        {[learner.region && say(learner.region.name), say(row.run.course.name), say(words.week(row.week))]
          .filter((fact) => fact !== null)
          .join(' · ')}
      </p>
      {row.changed !== null && (
        <p className="changed" data-kind={row.changed.kind}>
          <strong>{say(words.changed[row.changed.kind])}</strong> {say(row.changed.text)}
        </p>
      )}
      <p className="card-synced small quiet">
        {row.syncedAt === null ? say(words.neverSynced) : say(words.synced(format.ago(row.syncedAt, asOf)))}
      </p>
    </header>
  );
}

function CardBody({ row, journey }: CardPartProps) {
  const { say } = useLanguage();
  const { chance } = row;
  return (
    <div className="card-body">
      <ReasonList reasons={row.reasons} about={learnerName(row.learner)} />
      <div className="card-chance">
        <Link className="counted" href={`${journey}#chance`}>
          {say(chanceSentence(chance))}
        </Link>
        <p className="card-pictures">
          <PeopleDots chance={chance} />
          <span className="card-trend">
            {say(words.trend)}
            <Sparkline history={row.history} />
          </span>
        </p>
      </div>
    </div>
  );
}
