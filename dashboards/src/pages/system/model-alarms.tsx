import type { SystemStatus } from '#libs/contracts';
import { Link } from 'wouter';
import { useView } from '../../app/view.js';
import { useLanguage } from '../../language/language.js';
import { DataTable } from '../../parts/data-table.js';
import { words } from './words.js';

/** In what the model in use has drifted; the weeks are on its own page. */
export function ModelAlarms({ modelAlarms }: Pick<SystemStatus, 'modelAlarms'>) {
  const { say, format } = useLanguage();
  const view = useView();
  if (modelAlarms.length === 0) return null;
  return (
    <section className="system-section">
      <h2>{say(words.modelAlarms)}</h2>
      <DataTable
        caption={say(words.modelAlarms)}
        rows={modelAlarms}
        keyOf={({ of, feature }) => `${of} ${feature ?? ''}`}
        columns={[
          {
            name: say(words.modelAlarm),
            text: true,
            cell: ({ text, model }) => (
              <Link href={view.to(`/models/${encodeURIComponent(model)}`, { tab: 'drift' })}>
                {say(text)}
              </Link>
            ),
          },
          { name: say(words.since), cell: ({ since }) => format.date(since) },
        ]}
      />
    </section>
  );
}
