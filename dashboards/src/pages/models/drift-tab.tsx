import type { ModelWatch } from '#libs/contracts';
import { useLanguage } from '../../language/language.js';
import { DataTable } from '../../parts/data-table.js';
import { Note } from '../../parts/states.js';
import { driftWords as words } from './drift-words.js';
import { FigureDrift } from './figure-drift.js';
import { WeekOutcomes } from './week-outcomes.js';

/** What has drifted, in words; then calibration in time, then every figure. */
export function DriftTab({ watch }: { watch: ModelWatch }) {
  const { say, format } = useLanguage();
  const { alarms, inputs, scores } = watch;
  return (
    <>
      {alarms.length === 0 ? (
        <p>{say(words.noAlarms)}</p>
      ) : (
        <section className="models">
          <h2>{say(words.alarms)}</h2>
          <DataTable
            caption={say(words.alarms)}
            rows={alarms}
            keyOf={({ of, feature }) => `${of} ${feature ?? ''}`}
            columns={[
              { name: say(words.alarm), text: true, cell: ({ text }) => <>◆ {say(text)}</> },
              { name: say(words.since), cell: ({ since }) => format.period(since, since) },
            ]}
          />
        </section>
      )}
      <WeekOutcomes watch={watch} />
      {inputs === null || scores === null ? (
        <Note title={say(words.noReference)} text={say(words.noReferenceText)} />
      ) : (
        <FigureDrift inputs={inputs} scores={scores} weeks={watch.weeks} />
      )}
    </>
  );
}
