import type { CourseOverview } from '#libs/contracts';
import { useLanguage } from '../../language/language.js';
import { Evidence } from '../../parts/evidence.js';
import { DataTable } from '../../parts/data-table.js';
import { words } from './words.js';

/** Face-to-face days beside the online course: who was asked, who came, who passed. */
export function OnSite({ course: { onSite } }: { course: CourseOverview }) {
  const { say, format } = useLanguage();
  return (
    <section className="on-site">
      <h2>{say(words.onSite)}</h2>
      <DataTable
        caption={say(words.onSite)}
        rows={onSite}
        keyOf={({ activity, day }) => `${activity} ${day}`}
        columns={[
          { name: say(words.session), text: true, cell: ({ name }) => say(name) },
          { name: say(words.date), cell: ({ day }) => format.date(day) },
          { name: say(words.invited), figure: true, cell: ({ invited }) => format.number(invited) },
          {
            name: say(words.present),
            figure: true,
            cell: ({ present, evidence, name }) => (
              <Evidence
                evidence={evidence}
                shown={`${say(name)} · ${say(words.present)} ${format.number(present)}`}
              >
                {format.number(present)}
              </Evidence>
            ),
          },
          { name: say(words.passed), figure: true, cell: ({ passed }) => format.number(passed) },
        ]}
      />
    </section>
  );
}
