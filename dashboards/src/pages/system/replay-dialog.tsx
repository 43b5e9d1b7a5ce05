import type { ReplayCounts, ReplayLine, ReplayOrder, SystemStatus } from '#libs/contracts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useApi } from '../../api/api.js';
import { ApiError } from '../../api/http-client.js';
import { jsonLines } from '../../api/json-lines.js';
import { refreshPages } from '../../api/queries.js';
import { useLanguage } from '../../language/language.js';
import { Dialog } from '../../parts/dialog.js';
import { Loaded } from '../../parts/states.js';
import { words } from './words.js';

const path = '/v1/system/dead-letters/replay';

interface ReplayDialogProps {
  readonly of: SystemStatus['deadLetters']['byReason'][number];
  readonly onClose: () => void;
}

type Step =
  | { readonly kind: 'counted' }
  | { readonly kind: 'running'; readonly replayed: number }
  | { readonly kind: 'stopped'; readonly replayed: number }
  | { readonly kind: 'done'; readonly counts: ReplayCounts }
  | { readonly kind: 'failed'; readonly why: string };

/** How many, then the word to go on, how far it is, and what came of it. Closed while it goes on, it stops first. */
export function ReplayDialog({ of: { stage, reason }, onClose }: ReplayDialogProps) {
  const { say } = useLanguage();
  const { http } = useApi();
  const client = useQueryClient();
  const [step, setStep] = useState<Step>({ kind: 'counted' });
  const stopping = useRef(new AbortController());
  useEffect(() => {
    const { current } = stopping;
    return () => {
      current.abort();
    };
  }, []);
  const trial = useQuery({
    queryKey: [path, stage, reason],
    queryFn: async ({ signal }) =>
      resultOf(await http.open('POST', path, { stage, reason, dryRun: true }, signal)),
    enabled: step.kind === 'counted',
    gcTime: 0,
    refetchInterval: false,
    refetchOnWindowFocus: false,
    staleTime: Infinity,
    retry: false,
  });

  const replay = async (): Promise<void> => {
    const { signal } = stopping.current;
    const order: ReplayOrder = { stage, reason };
    let replayed = 0;
    setStep({ kind: 'running', replayed });
    try {
      const counts = await resultOf(await http.open('POST', path, order, signal), (sofar) => {
        replayed = sofar.replayed;
        setStep({ kind: 'running', replayed });
      });
      setStep({ kind: 'done', counts });
    } catch (error) {
      if (signal.aborted) setStep({ kind: 'stopped', replayed });
      else setStep({ kind: 'failed', why: (error as Error).message });
    }
    await refreshPages(client);
  };

  const stop = (): void => {
    stopping.current.abort();
  };

  return (
    <Dialog title={say(words.replayTitle)} onClose={step.kind === 'running' ? stop : onClose}>
      <p>
        {reason} <span className="quiet small">{stage}</span>
      </p>
      {step.kind === 'counted' ? (
        <Loaded query={trial} shape="lines">
          {(counts) => <Counted counts={counts} onReplay={() => void replay()} onClose={onClose} />}
        </Loaded>
      ) : (
        <Progress step={step} total={trial.data?.replayed ?? 0} onStop={stop} onClose={onClose} />
      )}
    </Dialog>
  );
}

interface CountedProps {
  readonly counts: ReplayCounts;
  readonly onReplay: () => void;
  readonly onClose: () => void;
}

function Counted({ counts: { replayed, unreadable }, onReplay, onClose }: CountedProps) {
  const { say, format } = useLanguage();
  return (
    <>
      <p>
        <strong>
          {say(replayed === 0 ? words.noneCanReplay : words.canReplay(format.number(replayed)))}
        </strong>{' '}
        {unreadable > 0 && say(words.cannotReplay(format.number(unreadable)))}
      </p>
      {replayed > 0 && <p className="quiet">{say(words.replayAdvice)}</p>}
      <div className="replay-buttons">
        {replayed > 0 && (
          <button type="button" className="button primary" onClick={onReplay}>
            {say(words.replay(format.number(replayed)))}
          </button>
        )}
        <button type="button" className="button" onClick={onClose}>
          {say(words.cancel)}
        </button>
      </div>
    </>
  );
}

interface ProgressProps {
  readonly step: Exclude<Step, { kind: 'counted' }>;
  readonly total: number;
  readonly onStop: () => void;
  readonly onClose: () => void;
}

function Progress({ step, total, onStop, onClose }: ProgressProps) {
  const { say, format } = useLanguage();
  if (step.kind === 'running')
    return (
      <>
        <progress
          className="replay-progress"
          value={step.replayed}
          max={Math.max(total, 1)}
          aria-label={say(words.replayTitle)}
        />
        <p role="status">{say(words.replaying(format.number(step.replayed), format.number(total)))}</p>
        <div className="replay-buttons">
          <button type="button" className="button" onClick={onStop}>
            {say(words.stop)}
          </button>
        </div>
      </>
    );
  return (
    <>
      {step.kind === 'failed' && <p role="alert">{step.why}</p>}
      {step.kind === 'stopped' && <p role="status">{say(words.stopped(format.number(step.replayed)))}</p>}
      {step.kind === 'done' && (
        <p role="status">
          <strong>{say(words.replayed(format.number(step.counts.replayed)))}</strong>{' '}
          {step.counts.unreadable > 0 && say(words.cannotReplay(format.number(step.counts.unreadable)))}
        </p>
      )}
      <div className="replay-buttons">
        <button type="button" className="button primary" onClick={onClose}>
          {say(words.close)}
        </button>
      </div>
    </>
  );
}

/** What the last line says. Rejects with the problem's sentence where there is no result. */
async function resultOf(
  answer: Response,
  onProgress: (sofar: ReplayCounts) => void = () => undefined,
): Promise<ReplayCounts> {
  for await (const line of jsonLines<ReplayLine>(answer)) {
    if ('progress' in line) onProgress(line.progress);
    else if ('result' in line) return line.result;
    else throw new ApiError(line.problem);
  }
  throw new Error('the answer ended before its result');
}
