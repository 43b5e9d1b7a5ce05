import type { LearnerRisk } from '#libs/contracts';
import { useLanguage } from '../../language/language.js';
import { DataTable } from '../../parts/data-table.js';
import { reasonsOverTime, type Weight } from './reasons-over-time.js';
import { words } from './words.js';

const marks: Readonly<Record<Weight, string>> = {
  'raises-much': '++',
  raises: '+',
  none: '·',
  lowers: '−',
  'lowers-much': '−−',
};

/** Which reasons moved the chance in the last weeks, and which way. */
export function ReasonHistory({ history }: Pick<LearnerRisk, 'history'>) {
  const { say, format } = useLanguage();
  const { days, rows } = reasonsOverTime(history);
  if (rows.length === 0 || days.length < 2) return null;
  return (
    <details className="no-print" open>
      <summary>{say(words.reasonHistory)}</summary>
      <DataTable
        caption={say(words.reasonHistory)}
        rows={rows}
        keyOf={({ group }) => group}
        columns={[
          { name: say(words.reason), cell: ({ name }) => say(name) },
          ...days.map((day, column) => ({
            name: format.shortDate(day),
            cell: ({ weights }: (typeof rows)[number]) => {
              const weight = weights[column] ?? null;
              return weight === null ? (
                <span className="quiet">{say(words.noEstimateThen)}</span>
              ) : (
                <>
                  <span aria-hidden="true" className={weight === 'none' ? 'quiet' : undefined}>
                    {marks[weight]}
                  </span>
                  <span className="for-readers">{say(words.weights[weight])}</span>
                </>
              );
            },
          })),
        ]}
      />
      <p className="small quiet">{say(words.reasonMarks)}</p>
    </details>
  );
}
