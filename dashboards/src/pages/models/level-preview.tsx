import type { PromotionPreview } from '#libs/contracts';
import { useLanguage } from '../../language/language.js';
import { DataTable } from '../../parts/data-table.js';
import { LevelMark } from '../../parts/level-mark.js';
import { pageWords as words } from './page-words.js';
import { sentences } from './sentences.js';

/** Whose level another model changes: how many, from what to what. */
export function LevelPreview({ preview }: { preview: PromotionPreview }) {
  const { say, format } = useLanguage();
  const { changed, learners, contactFirst, notCompared, replaces, changes } = preview;
  return (
    <>
      <p>
        <strong className="promote-figure">
          {say(
            changed === 0
              ? words.nobodyChanges(format.number(learners))
              : words.changed(format.number(changed), format.number(learners)),
          )}
        </strong>
        <span className="model-line">
          {say(
            sentences(
              replaces === null ? words.insteadOfNone : words.instead(replaces),
              words.contactFirst(format.number(contactFirst.now), format.number(contactFirst.then)),
            ),
          )}
        </span>
      </p>
      {changes.length > 0 && (
        <DataTable
          caption={say(words.changed(format.number(changed), format.number(learners)))}
          rows={changes}
          keyOf={({ from, to }) => `${from} ${to}`}
          columns={[
            { name: say(words.from), cell: ({ from }) => <LevelMark level={from} /> },
            { name: say(words.to), cell: ({ to }) => <LevelMark level={to} /> },
            { name: say(words.learners), figure: true, cell: (row) => format.number(row.learners) },
          ]}
        />
      )}
      <p className="small quiet">
        {say(
          sentences(
            words.counted,
            ...(notCompared > 0 ? [words.notCompared(format.number(notCompared))] : []),
          ),
        )}
      </p>
    </>
  );
}
