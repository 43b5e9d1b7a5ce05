import type { WorklistRow } from '#libs/contracts';
import { useLanguage } from '../../language/language.js';
import { formWords } from './form-words.js';
import { words } from './words.js';

/** A row that is dealt with shrinks to a line: what came of it, and a way back. */
export function WorkDone({ row, name, undo }: { row: WorklistRow; name: string; undo: () => void }) {
  const { say, format } = useLanguage();
  const { outcome } = row.item;
  const told =
    outcome === null
      ? [say(words.notToday)]
      : [
          say(formWords.result[outcome.result]),
          outcome.cause && say(formWords.cause[outcome.cause]),
          outcome.followUpOn && say(formWords.followOn(format.shortDate(outcome.followUpOn))),
        ].filter((part) => part !== null);
  return (
    <li className="card dealt" data-row tabIndex={-1} aria-label={name}>
      <p>
        <span aria-hidden="true">{row.item.state === 'done' ? '✓' : '–'}</span> <strong>{name}</strong>{' '}
        <span className="quiet">{told.join(' · ')}</span>
      </p>
      <button type="button" className="button plain no-print" onClick={undo}>
        {say(words.undo)}
      </button>
    </li>
  );
}
