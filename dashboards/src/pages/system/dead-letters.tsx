import type { SystemStatus } from '#libs/contracts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi } from '../../api/api.js';
import { useLanguage } from '../../language/language.js';
import { DataTable } from '../../parts/data-table.js';
import { Dialog } from '../../parts/dialog.js';
import { Loaded } from '../../parts/states.js';
import { ReplayDialog } from './replay-dialog.js';
import { words } from './words.js';

type Reason = SystemStatus['deadLetters']['byReason'][number];

/** What could not be processed, by reason; each count opens the raw letters. */
export function DeadLetters({ deadLetters: { byReason } }: Pick<SystemStatus, 'deadLetters'>) {
  const { say, format } = useLanguage();
  const [opened, setOpened] = useState<Reason | null>(null);
  const [replayed, setReplayed] = useState<Reason | null>(null);
  if (byReason.length === 0) return <p className="quiet">{say(words.noLetters)}</p>;
  return (
    <>
      <DataTable
        caption={say(words.letters)}
        rows={byReason}
        keyOf={({ stage, reason }) => `${stage} ${reason}`}
        columns={[
          {
            name: say(words.reason),
            text: true,
            cell: ({ reason }) =>
              reason === '' ? (
                <span className="quiet">{say(words.reasonElsewhere)}</span>
              ) : (
                <span className="letter-reason">{reason}</span>
              ),
          },
          { name: say(words.stage), cell: ({ stage }) => stage },
          {
            name: say(words.count),
            figure: true,
            cell: (row) =>
              row.reason === '' ? (
                format.number(row.count)
              ) : (
                <button
                  type="button"
                  className="counted"
                  aria-label={say(words.openLetters(format.number(row.count)))}
                  onClick={() => {
                    setOpened(row);
                  }}
                >
                  {format.number(row.count)}
                </button>
              ),
          },
          { name: say(words.first), cell: ({ first }) => format.shortDateTime(first) },
          { name: say(words.last), cell: ({ last }) => format.shortDateTime(last) },
          {
            name: say(words.sample),
            text: true,
            cell: ({ sample }) => <code className="letter-sample small quiet">{sample}</code>,
          },
          {
            name: say(words.replayTitle),
            cell: (row) =>
              row.reason !== '' && (
                <button
                  type="button"
                  className="button"
                  onClick={() => {
                    setReplayed(row);
                  }}
                >
                  {say(words.replay(format.number(row.count)))}
                </button>
              ),
          },
        ]}
      />
      {replayed !== null && (
        <ReplayDialog
          of={replayed}
          onClose={() => {
            setReplayed(null);
          }}
        />
      )}
      {opened !== null && (
        <Letters
          of={opened}
          onClose={() => {
            setOpened(null);
          }}
        />
      )}
    </>
  );
}

function Letters({ of, onClose }: { of: Reason; onClose: () => void }) {
  const { format } = useLanguage();
  const { queries } = useApi();
  const query = useQuery({ ...queries.deadLetters(of.stage, of.reason), refetchInterval: false });
  return (
    <Dialog side title={of.reason} onClose={onClose}>
      <Loaded query={query} shape="lines">
        {({ rows }) => (
          <ol className="letters">
            {rows.map((row) => (
              <li key={row.id}>
                <p className="small quiet">
                  {format.dateTime(row.at)} · {row.topic} · {row.stage}
                </p>
                <pre tabIndex={0}>{indented(row.payload)}</pre>
              </li>
            ))}
          </ol>
        )}
      </Loaded>
    </Dialog>
  );
}

/** JSON set out over lines; anything else as it came, since it may be dead for being no JSON. */
function indented(payload: string): string {
  try {
    return JSON.stringify(JSON.parse(payload), null, 2);
  } catch (error) {
    if (error instanceof SyntaxError) return payload;
    throw error;
  }
}
