import './people-dots.css';
import type { Chance } from '#libs/contracts';
import { peopleOf } from '../language/risk-sentences.js';

/**
 * Ten people as dots: filled up to the lower end of the range, half filled to the upper end, hollow beyond. Of a
 * hundred people nothing is drawn: a hundred dots say less than the sentence.
 */
export function PeopleDots({ chance }: { chance: Pick<Chance, 'probability' | 'lower' | 'upper'> }) {
  const { of, low, high } = peopleOf(chance);
  if (of !== 10) return null;
  return (
    <span className="people-dots" aria-hidden="true">
      {Array.from({ length: of }, (_, index) => (
        <i key={index} data-part={index < low ? 'sure' : index < high ? 'range' : 'none'} />
      ))}
    </span>
  );
}
