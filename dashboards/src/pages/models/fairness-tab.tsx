import type { ModelWatch } from '#libs/contracts';
import { useLanguage } from '../../language/language.js';
import { Note } from '../../parts/states.js';
import { FairnessTable } from './fairness-table.js';
import { fairnessWords as words } from './fairness-words.js';
import { horizonWords } from './words.js';

/** For whom the model is otherwise than for others, attribute by attribute, as far as numbers can tell. */
export function FairnessTab({ watch: { fairness } }: { watch: Pick<ModelWatch, 'fairness'> }) {
  const { say } = useLanguage();
  if (fairness === null) return <Note title={say(words.none)} text={say(words.noneText)} />;
  const { audits, notes, horizon } = fairness;
  const most = widest(fairness);
  return (
    <>
      <p className="quiet">{say(words.intro(horizonWords[horizon]))}</p>
      {audits.map((audit) => (
        <FairnessTable key={audit.attribute} audit={audit} most={most} />
      ))}
      <p className="small quiet">{say(words.how(Math.round(most * 100).toString()))}</p>
      {notes.length > 0 && (
        <section className="models">
          <h2>{say(words.notAudited)}</h2>
          <ul className="model-points">
            {notes.map((note) => (
              <li key={note.en}>{say(note)}</li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

/** All gaps on one axis, so that attributes can be compared; a multiple of five points. */
function widest({ audits }: NonNullable<ModelWatch['fairness']>): number {
  const ends = audits.flatMap(({ groups }) =>
    groups.flatMap(({ calibrationGap: gap }) => (gap === null ? [] : [gap.lower, gap.upper])),
  );
  const most = Math.max(0.05, ...ends.map(Math.abs));
  return Math.ceil(most * 20 - 1e-9) / 20;
}
