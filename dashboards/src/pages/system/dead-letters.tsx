import type { SystemStatus } from '#libs/contracts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi } from '../../api/api.js';
import { useLanguage } from '../../language/language.js';
import { Dialog } from '../../parts/dialog.js';
import { Loaded } from '../../parts/states.js';
import { ReplayDialog } from './replay-dialog.js';
import { words } from './words.js';

type Reason = SystemStatus['deadLetters']['byReason'][number];

/** What could not be processed, by reason; each count opens the raw letters. */
export function DeadLetters({ deadLetters: { byReason } }: Pick<SystemStatus, 'deadLetters'>) {
  const { say } = useLanguage();
  const [opened, setOpened] = useState<Reason | null>(null);
  const [replayed, setReplayed] = useState<Reason | null>(null);
  if (byReason.length === 0) return <p className="quiet">{say(words.noLetters)}</p>;
  return (
    <>
      <ol className="letter-reasons" aria-label={say(words.letters)}>
        {byReason.map((row) => (
          <ReasonRow
            key={`${row.stage} ${row.reason}`}
            row={row}
            onOpen={() => {
              setOpened(row);
            }}
            onReplay={() => {
              setReplayed(row);
            }}
          />
        ))}
      </ol>
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

interface ReasonRowProps {
  readonly row: Reason;
  readonly onOpen: () => void;
  readonly onReplay: () => void;
}

/** Without a reason, which may quote a letter, it is for somebody who may not see the letters either. */
function ReasonRow({ row: { stage, reason, count, first, last, sample }, onOpen, onReplay }: ReasonRowProps) {
  const { say, format } = useLanguage();
  const seen = reason !== '';
  const n = format.number(count);
  return (
    <li>
      <div className="letter-what">
        <p>
          {seen ? reason : <span className="quiet">{say(words.reasonElsewhere)}</span>}{' '}
          <span className="quiet small">{stage}</span>
        </p>
        {sample !== '' && <code className="letter-sample small quiet">{sample}</code>}
      </div>
      <p className="letter-when small quiet">
        {say(words.firstAndLast(format.shortDateTime(first), format.shortDateTime(last)))}
      </p>
      {seen ? (
        <button type="button" className="counted" aria-label={say(words.openLetters(n))} onClick={onOpen}>
          {n}
        </button>
      ) : (
        <span>{n}</span>
      )}
      {seen && (
        <button type="button" className="button" onClick={onReplay}>
          {say(words.replay(n))}
        </button>
      )}
    </li>
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
