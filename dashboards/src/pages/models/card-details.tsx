import type { ModelCard } from '#libs/contracts';
import { useLanguage } from '../../language/language.js';
import { DataTable } from '../../parts/data-table.js';
import { cardWords as words } from './card-words.js';

interface CardDetailsProps {
  readonly card: Pick<ModelCard, 'features' | 'parameters'>;
  readonly number: (value: number) => string;
}

/** With these and the data it is trained again to the same model: for who wants to check it. */
export function CardDetails({ card: { features, parameters }, number }: CardDetailsProps) {
  const { say } = useLanguage();
  const inputs = say(words.inputs(number(features.length)));
  return (
    <>
      {features.length > 0 && (
        <details className="model-details">
          <summary>{inputs}</summary>
          <DataTable
            caption={inputs}
            rows={features}
            keyOf={({ name }) => name}
            columns={[
              { name: say(words.input), cell: ({ name }) => <code>{name}</code> },
              {
                name: say(words.counted),
                cell: ({ version }) => (version === '' ? say(words.unknown) : version),
              },
            ]}
          />
        </details>
      )}
      <details className="model-details">
        <summary>{say(words.parameters)}</summary>
        <dl className="model-facts">
          {Object.entries(parameters).map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{typeof value === 'string' ? value : JSON.stringify(value)}</dd>
            </div>
          ))}
        </dl>
      </details>
    </>
  );
}
