import type { ModelWatch } from '#libs/contracts';
import { useLanguage } from '../../language/language.js';
import { DataTable } from '../../parts/data-table.js';
import { attributeWord, levelWord } from './attribute-words.js';
import { fairnessVerdicts, fairnessWords as words } from './fairness-words.js';
import { range, signedPoints, twoDecimals } from './figures.js';
import { IntervalMark } from './interval-mark.js';
import { TwoLines } from './two-lines.js';

type Audit = NonNullable<ModelWatch['fairness']>['audits'][number];
type Group = Audit['groups'][number];

const differences: readonly Group['verdict'][] = ['ranked-worse', 'said-too-much', 'said-too-little'];
const isShown = ({ verdict }: Group): boolean => differences.includes(verdict);

/** Groups of one attribute: the verdict beside the name, then the gap, and what else was found. */
export function FairnessTable({ audit, most }: { audit: Audit; most: number }) {
  const { say, format } = useLanguage();
  const finding = say(findingOf(audit));
  const name = ({ group, place }: Group) => say(place ?? levelWord(audit.attribute, group));
  return (
    <section className="models fairness">
      <h2>{finding}</h2>
      <DataTable
        caption={finding}
        rows={audit.groups}
        keyOf={({ group }) => group}
        columns={[
          { name: say(words.group), cell: name },
          { name: say(words.verdict), cell: ({ verdict }) => say(fairnessVerdicts[verdict]) },
          {
            name: say(words.learners),
            figure: true,
            cell: ({ learners }) => (learners === null ? say(words.hidden) : format.number(learners)),
          },
          { name: say(words.gap), cell: (group) => <Gap group={group} most={most} /> },
          {
            name: say(words.listed),
            figure: true,
            cell: ({ listedOfLeft: listed }) =>
              listed === null ? (
                '–'
              ) : (
                <TwoLines value={format.percent(listed.value)} below={say(range(listed, format.percent))} />
              ),
          },
          {
            name: say(words.auc),
            figure: true,
            cell: ({ auc }) =>
              auc === null ? (
                '–'
              ) : (
                <TwoLines value={twoDecimals(auc.value)} below={say(range(auc, twoDecimals))} />
              ),
          },
          {
            name: say(words.abroca),
            figure: true,
            cell: ({ gap }) =>
              gap === null ? (
                '–'
              ) : (
                <TwoLines
                  value={twoDecimals(gap.abroca)}
                  below={say(words.byChance(twoDecimals(gap.byChance)))}
                />
              ),
          },
        ]}
      />
    </section>
  );
}

function Gap({ group, most }: { group: Group; most: number }) {
  const { say } = useLanguage();
  const { calibrationGap: gap } = group;
  if (gap === null) return <>–</>;
  const isGap = group.verdict === 'said-too-much' || group.verdict === 'said-too-little';
  return (
    <span className="fairness-gap">
      <IntervalMark estimate={gap} most={most} isShown={isGap} />
      <span>
        <TwoLines value={signedPoints(gap.value)} below={say(range(gap, signedPoints))} />
      </span>
    </span>
  );
}

function findingOf({ attribute, groups }: Audit) {
  const name = attributeWord(attribute);
  const shown = groups.filter(isShown).length;
  if (shown > 0) return words.finding(name, shown);
  return groups.some(({ verdict }) => verdict === 'no-difference')
    ? words.findingNone(name)
    : words.findingUntold(name);
}
