import type { NudgeRow } from '#libs/contracts';
import { Link } from 'wouter';
import { useSeesPeople } from '../../app/sees-people.js';
import { useView } from '../../app/view.js';
import { learnerName } from '../../language/learner-name.js';
import { useLanguage } from '../../language/language.js';
import { LedgerDetails } from './ledger-details.js';
import { outcomeWords, stateWords, suppressionWords, words } from './words.js';

/** One decision about one person: to whom, by which rule, in which arm, what became of it. */
export function LedgerRow({ row }: { row: NudgeRow }) {
  const { say, format } = useLanguage();
  const view = useView();
  const seesPeople = useSeesPeople();
  const open = view.get('open') === row.id;
  const { sign, name } = stateWords[row.state];
  const last = row.outcomes.at(-1);
  const [reason] = row.reasons;
  return (
    <li className="ledger-row" data-row tabIndex={-1}>
      <p className="ledger-state">
        <span aria-hidden="true" className="ledger-sign" data-state={row.state}>
          {sign}
        </span>
        <strong>{say(name)}</strong>
        {row.suppressed !== null && (
          <span className="small quiet">{say(suppressionWords[row.suppressed])}</span>
        )}
        {last !== undefined && <span className="small">{say(outcomeWords[last.status])}</span>}
      </p>
      <p className="ledger-who">
        {seesPeople ? (
          <Link href={view.to(`/learners/${row.learner.pid}`, { run: row.run })}>
            {learnerName(row.learner)}
          </Link>
        ) : (
          <span>{learnerName(row.learner)}</span>
        )}
        <span className="small quiet">
          {[row.learner.region && say(row.learner.region.name), row.run]
            .filter((part) => part !== null)
            .join(' · ')}
        </span>
      </p>
      <p className="ledger-why">{reason && say(reason.text)}</p>
      <p className="ledger-rule small quiet">
        {say(row.rule.name)} · {say(row.arm === 'holdout' ? words.holdoutArm : words.treated)} ·{' '}
        <time dateTime={row.createdAt}>{format.shortDateTime(row.createdAt)}</time>
      </p>
      <button
        type="button"
        className="button plain ledger-open"
        data-open
        aria-expanded={open}
        onClick={() => {
          view.change({ open: open ? null : row.id }, { replace: true });
        }}
      >
        {say(words.why)} {open ? '▴' : '▾'}
      </button>
      {open && <LedgerDetails row={row} />}
    </li>
  );
}
