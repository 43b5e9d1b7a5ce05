import type { SystemStatus } from '#libs/contracts';
import { useLanguage } from '../../language/language.js';
import { DataTable } from '../../parts/data-table.js';
import { scrubWords } from './scrub-words.js';
import { words } from './words.js';

/** What the door did to statements before they were stored. */
export function TakenIn({ scrubbed, corrected }: Pick<SystemStatus, 'scrubbed' | 'corrected'>) {
  const { say, format } = useLanguage();
  return (
    <>
      <Counted
        title={say(words.scrubbed(format.number(scrubbed.total)))}
        head={say(words.kind)}
        rows={scrubbed.byKind.map(({ kind, count }) => ({ name: say(scrubWords[kind]), count }))}
      />
      {corrected.total > 0 && (
        <Counted
          title={say(words.corrected(format.number(corrected.total)))}
          head={say(words.rule)}
          rows={corrected.byRule.map(({ rule, count }) => ({ name: rule, count }))}
        />
      )}
    </>
  );
}

interface CountedProps {
  readonly title: string;
  readonly head: string;
  readonly rows: readonly { readonly name: string; readonly count: number }[];
}

function Counted({ title, head, rows }: CountedProps) {
  const { say, format } = useLanguage();
  return (
    <section className="system-section">
      <h2>{title}</h2>
      {rows.length > 0 && (
        <DataTable
          caption={title}
          rows={rows}
          keyOf={({ name }) => name}
          columns={[
            { name: head, text: true, cell: ({ name }) => name },
            { name: say(words.count), figure: true, cell: ({ count }) => format.number(count) },
          ]}
        />
      )}
    </section>
  );
}
