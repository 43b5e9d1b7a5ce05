import './reason-list.css';
import type { Reason } from '#libs/contracts';
import { both } from '../language/bilingual.js';
import { useLanguage } from '../language/language.js';
import { comparison } from '../language/reason-words.js';
import { Evidence } from './evidence.js';

const words = { raises: both('升高', 'raises'), lowers: both('降低', 'lowers') };

/**
 * Plain reasons, each opening its events. The sign says which way it moves the chance; below stands what is usual and
 * what has changed.
 */
export function ReasonList({ reasons, about }: { reasons: readonly Reason[]; about: string }) {
  const { say } = useLanguage();
  return (
    <ul className="reasons">
      {reasons.map((reason) => {
        const compared = comparison(reason);
        return (
          <li key={reason.feature} data-direction={reason.direction}>
            <span className="for-readers">{say(words[reason.direction])}: </span>
            <Evidence evidence={reason.evidence} shown={`${about} · ${say(reason.text)}`}>
              {say(reason.text)}
            </Evidence>
            {compared !== null && <span className="reason-compared small quiet">{say(compared)}</span>}
          </li>
        );
      })}
    </ul>
  );
}
