import type { NudgeRow } from '#libs/contracts';
import { learnerName } from '../../language/learner-name.js';
import { useLanguage } from '../../language/language.js';
import { chanceBrief } from '../../language/risk-sentences.js';
import { ReasonList } from '../../parts/reason-list.js';
import { outcomeWords, words } from './words.js';

/** Everything that the ledger keeps about a nudge: nothing goes out without it. */
export function LedgerDetails({ row }: { row: NudgeRow }) {
  const { say, format } = useLanguage();
  return (
    <div className="ledger-details small">
      <section>
        <h3>{say(words.why)}</h3>
        <ReasonList reasons={row.reasons} about={learnerName(row.learner)} />
      </section>
      <dl>
        <dt>{say(words.chance)}</dt>
        <dd>
          {say(chanceBrief(row))} <span className="quiet">{row.model}</span>
        </dd>
        <dt>{say(words.rule)}</dt>
        <dd>
          {say(row.rule.name)} <span className="quiet">{row.rule.code}</span>
        </dd>
        <dt>{say(words.arm)}</dt>
        <dd>{say(row.arm === 'holdout' ? words.holdoutArm : words.treated)}</dd>
        <dt>{say(words.window)}</dt>
        <dd>
          {say(words.between(format.shortDateTime(row.notBefore), format.shortDateTime(row.expiresAt)))}
        </dd>
        <dt>{say(words.attempts)}</dt>
        <dd>
          {row.attempts.length === 0 && say(words.noAttempt)}
          <ol>
            {row.attempts.map(({ at, status, error }) => (
              <li key={at}>
                {format.shortDateTime(at)} · {status ?? ''} {error ?? ''}
              </li>
            ))}
          </ol>
        </dd>
        <dt>{say(words.outcomes)}</dt>
        <dd>
          {row.outcomes.length === 0 && say(words.noOutcome)}
          <ol>
            {row.outcomes.map(({ at, status, detail }) => (
              <li key={`${at} ${status}`}>
                {format.shortDateTime(at)} · {say(outcomeWords[status])} {detail ?? ''}
              </li>
            ))}
          </ol>
        </dd>
      </dl>
    </div>
  );
}
