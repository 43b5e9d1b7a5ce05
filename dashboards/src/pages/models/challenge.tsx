import type { ModelCard } from '#libs/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { useApi } from '../../api/api.js';
import { useView } from '../../app/view.js';
import { useLanguage } from '../../language/language.js';
import { Loaded, Note } from '../../parts/states.js';
import { modelQueries } from './model-queries.js';
import { TrialTable } from './trial-table.js';
import { trialSentence, words } from './words.js';

type Trial = ModelCard['trials'][number];

/** The newest trial of the model that scores: what was found, beside each other, and what follows. */
export function Challenge({ champion }: { champion: string }) {
  const { say } = useLanguage();
  const { http } = useApi();
  const query = useQuery(modelQueries(http, champion).card('risk'));
  return (
    <section className="models">
      <h2>{say(words.challenge)}</h2>
      <Loaded query={query} shape="lines">
        {({ trials: [newest] }) =>
          newest === undefined ? (
            <Note title={say(words.noChallenge)} text={say(words.noChallengeText)} />
          ) : (
            <TrialResult trial={newest} />
          )
        }
      </Loaded>
    </section>
  );
}

export function TrialResult({ trial }: { trial: Trial }) {
  const { say, format } = useLanguage();
  const view = useView();
  const { decision, reason, figures, successor } = trial;
  return (
    <>
      <p>
        <strong>{say(words.decisions[decision])}</strong>
        <span className="model-line">{say(reason)}</span>
        <span className="small quiet">{say(trialSentence(trial, format))}</span>
      </p>
      {figures.length > 0 && <TrialTable trial={trial} />}
      {decision === 'proposed' && successor !== null && (
        <p>
          <Link className="button" href={view.to(`/models/${encodeURIComponent(successor)}`)}>
            {say(words.successor(successor))}
          </Link>
        </p>
      )}
    </>
  );
}
