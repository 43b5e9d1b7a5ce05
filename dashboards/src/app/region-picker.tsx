import { both } from '../language/bilingual.js';
import { useLanguage } from '../language/language.js';
import { regionSteps } from './region-tree.js';
import { useSession } from './session.js';
import { useView } from './view.js';

const words = {
  all: both('全部', 'All'),
  place: both('区域', 'Place'),
  below: (parent: string) => both(`${parent}以下`, `Within ${parent}`),
};

/** The region tree, a list a level, from the reader's own root. On a region's own page it leads to another one. */
export function RegionPicker() {
  const { say } = useLanguage();
  const { regions } = useSession();
  const view = useView();
  const ofPage = /^\/regions(?:\/(.+))?$/.exec(view.path);
  const chosen = ofPage === null ? view.scope.region : (ofPage[1] ?? null);
  const choose = (code: string | null) => {
    if (ofPage === null) view.change({ region: code, ev: null, open: null });
    else view.go(code === null ? '/regions' : `/regions/${code}`);
  };
  return (
    <span className="picker" role="group" aria-label={say(words.place)}>
      {regionSteps(regions, chosen === null ? null : decodeURIComponent(chosen)).map((step) =>
        step.parent === null && step.choices.length === 1 ? (
          <span key="root" className="picker-root">
            {step.choices[0] && say(step.choices[0].name)}
          </span>
        ) : (
          <select
            key={step.parent?.code ?? 'root'}
            className="field"
            aria-label={step.parent === null ? say(words.place) : say(words.below(say(step.parent.name)))}
            value={step.chosen?.code ?? ''}
            onChange={(event) => {
              choose(event.target.value === '' ? (step.parent?.code ?? null) : event.target.value);
            }}
          >
            <option value="">{say(words.all)}</option>
            {step.choices.map(({ code, name }) => (
              <option key={code} value={code}>
                {say(name)}
              </option>
            ))}
          </select>
        ),
      )}
    </span>
  );
}
