import type { LearnerRisk } from '#libs/contracts';
import { useLanguage } from '../../language/language.js';
import { chanceBrief, chanceSentence } from '../../language/risk-sentences.js';
import { DataTable } from '../../parts/data-table.js';
import { LevelMark } from '../../parts/level-mark.js';
import { PeopleDots } from '../../parts/people-dots.js';
import { ReasonList } from '../../parts/reason-list.js';
import { ReasonHistory } from './reason-history.js';
import { words } from './words.js';

/** What the model believes now, why, and what it saw. */
export function ChanceNow({ risk, name }: { risk: LearnerRisk; name: string }) {
  const { say, format } = useLanguage();
  const { current, abstention, reasons, features } = risk;
  const main = current.find(({ horizonDays }) => horizonDays === 14) ?? current[0];
  return (
    <section className="panel learner-section" id="chance">
      <h2>{say(words.chance)}</h2>
      {main === undefined ? (
        <p>
          <LevelMark level="unknown" /> {abstention && say(abstention.text)}
        </p>
      ) : (
        <>
          <p className="chance-line">
            <LevelMark level={main.level} />
            <PeopleDots chance={main} />
          </p>
          <p>{say(chanceSentence(main))}</p>
          <ul className="chances small quiet">
            {current
              .filter((chance) => chance !== main)
              .map((chance) => (
                <li key={chance.horizonDays}>
                  {say(words.within(chance.horizonDays))} {say(chanceBrief(chance))}
                </li>
              ))}
          </ul>
        </>
      )}
      {reasons.length > 0 ? (
        <ReasonList reasons={reasons} about={name} />
      ) : (
        main !== undefined && <p className="quiet">{say(words.noReasons)}</p>
      )}
      {risk.whatIf.length > 0 && (
        <>
          <h3>{say(words.whatIf)}</h3>
          <ul className="what-if">
            {risk.whatIf.map(({ act, text }) => (
              <li key={act}>{say(text)}</li>
            ))}
          </ul>
        </>
      )}
      <ReasonHistory history={risk.history} />
      {main !== undefined && (
        <p className="small quiet">{say(words.model(main.model, format.shortDateTime(main.scoredAt)))}</p>
      )}
      {features.length > 0 && (
        <details className="no-print">
          <summary>{say(words.features)}</summary>
          <DataTable
            caption={say(words.features)}
            rows={features}
            keyOf={({ name }) => name}
            columns={[
              { name: say(words.feature), text: true, cell: ({ label }) => say(label) },
              {
                name: say(words.value),
                figure: true,
                cell: ({ value, unit }) =>
                  value === null ? '–' : `${Number(value.toFixed(2)).toString()} ${unit}`,
              },
            ]}
          />
        </details>
      )}
    </section>
  );
}
