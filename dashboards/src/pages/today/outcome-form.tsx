import type { contactOutcomes } from '#libs/contracts';
import { useState, type ReactNode } from 'react';
import type { StopCause } from '../../language/cause-words.js';
import { useLanguage } from '../../language/language.js';
import { Chips } from '../../parts/chips.js';
import { daysAfter } from '../../language/days-after.js';
import { formWords } from './form-words.js';
import { words } from './words.js';

type Result = (typeof contactOutcomes)[number];

export interface Outcome {
  readonly result: Result;
  readonly cause: StopCause | null;
  readonly followUpOn: string | null;
  readonly predictionUseful: boolean | null;
}

interface OutcomeFormProps {
  /** Today in the tenant's calendar. */
  readonly day: string;
  readonly cancel: () => void;
  readonly save: (outcome: Outcome) => void;
}

const keysOf = <K extends string>(record: Readonly<Record<K, unknown>>) => Object.keys(record) as K[];
const followUps = ['none', '1', '3', '7'] as const;

/**
 * How the call went, one question at a time: two taps where nobody answered, four where somebody did. What is known
 * can be saved at every step.
 */
export function OutcomeForm({ day, cancel, save }: OutcomeFormProps) {
  const { say, format } = useLanguage();
  const [result, setResult] = useState<Result | null>(null);
  const [cause, setCause] = useState<StopCause | null>(null);
  const [followUp, setFollowUp] = useState<string | null>(null);
  const outcome = (result: Result, more: Partial<Outcome> = {}): Outcome => ({
    result,
    cause,
    followUpOn: followUp === null || followUp === 'none' ? null : followUp,
    predictionUseful: null,
    ...more,
  });
  const chooseFollowUp = (result: Result, on: string) => {
    if (result === 'reached') setFollowUp(on);
    else save(outcome(result, { followUpOn: on === 'none' ? null : on }));
  };

  return (
    <div className="flow" role="group" aria-label={say(words.doneButton)}>
      {result === null ? (
        <Step question={say(formWords.how)}>
          <Chips
            label={say(formWords.how)}
            chosen={result}
            choose={setResult}
            options={keysOf(formWords.result).map((value) => ({ value, name: say(formWords.result[value]) }))}
          />
        </Step>
      ) : result === 'reached' && cause === null ? (
        <Step question={say(formWords.why)} before={say(formWords.result[result])}>
          <Chips
            label={say(formWords.why)}
            chosen={cause}
            choose={setCause}
            options={keysOf(formWords.cause).map((value) => ({ value, name: say(formWords.cause[value]) }))}
          />
        </Step>
      ) : followUp === null ? (
        <Step
          question={say(formWords.when)}
          before={[say(formWords.result[result]), cause && say(formWords.cause[cause])]
            .filter((part) => part !== null)
            .join(' · ')}
        >
          <Chips
            label={say(formWords.when)}
            chosen={followUp}
            choose={(choice) => {
              chooseFollowUp(result, choice === 'none' ? choice : daysAfter(day, Number(choice)));
            }}
            options={followUps.map((value) => ({ value, name: say(formWords.follow[value]) }))}
          />
          <input
            type="date"
            className="field"
            aria-label={say(formWords.when)}
            min={daysAfter(day, 1)}
            onChange={({ target }) => {
              if (target.value !== '') chooseFollowUp(result, target.value);
            }}
          />
        </Step>
      ) : (
        <Step
          question={say(formWords.useful)}
          before={
            followUp === 'none'
              ? say(formWords.follow.none)
              : say(formWords.followOn(format.shortDate(followUp)))
          }
        >
          <Chips
            label={say(formWords.useful)}
            chosen={null}
            choose={(useful) => {
              save(outcome(result, { predictionUseful: useful === 'unsure' ? null : useful === 'yes' }));
            }}
            options={[
              { value: 'yes', name: say(formWords.yes) },
              { value: 'no', name: say(formWords.no) },
              { value: 'unsure', name: say(formWords.unsure) },
            ]}
          />
        </Step>
      )}
      <div className="flow-end">
        {result !== null && (
          <button
            type="button"
            className="button"
            onClick={() => {
              save(outcome(result));
            }}
          >
            {say(formWords.skipRest)}
          </button>
        )}
        <button type="button" className="button plain" onClick={cancel}>
          {say(formWords.cancel)}
        </button>
      </div>
    </div>
  );
}

function Step({ question, before, children }: { question: string; before?: string; children: ReactNode }) {
  return (
    <div className="flow-step" ref={focusFirst} key={question}>
      {before !== undefined && <p className="small quiet">✓ {before}</p>}
      <p className="flow-question">{question}</p>
      <div className="flow-choices">{children}</div>
    </div>
  );
}

/** The chip that was pressed is gone with its step: the first of the next one takes the focus. */
const focusFirst = (step: HTMLElement | null): void => {
  step?.querySelector<HTMLElement>('button')?.focus();
};
