import type { ModelList } from '#libs/contracts';
import { useQuery } from '@tanstack/react-query';
import { useApi } from '../../api/api.js';
import { useKeys } from '../../app/keys.js';
import { rowKeys } from '../../app/row-keys.js';
import { useLanguage } from '../../language/language.js';
import { PageHead } from '../../parts/page-head.js';
import { Loaded, Note } from '../../parts/states.js';
import { Challenge } from './challenge.js';
import { VersionTable } from './version-table.js';
import { verdictOf } from './verdict.js';
import { words } from './words.js';

/** Every version, of either kind, and the challenger beside the one that scores. */
export function Registry() {
  const { say } = useLanguage();
  const { queries } = useApi();
  useKeys(rowKeys());
  const query = useQuery(queries.models());
  const active = query.data && activeOf(query.data);
  return (
    <>
      <PageHead
        title={say(words.title)}
        question={say(words.question)}
        answer={
          query.data &&
          say(active === undefined ? words.noneActive : words.inUse(active.version, verdictOf(active)))
        }
      />
      <Loaded query={query} shape="lines">
        {({ models }) => {
          if (models.length === 0) return <Note title={say(words.none)} text={say(words.noneText)} />;
          const [risk, mastery] = (['risk', 'mastery'] as const).map((kind) =>
            models.filter((model) => model.kind === kind),
          );
          return (
            <>
              {risk !== undefined && risk.length > 0 && <VersionTable kind="risk" models={risk} />}
              {active !== undefined && <Challenge champion={active.version} />}
              {mastery !== undefined && mastery.length > 0 && (
                <VersionTable kind="mastery" models={mastery} />
              )}
            </>
          );
        }}
      </Loaded>
    </>
  );
}

const activeOf = ({ models }: ModelList) =>
  models.find(({ kind, status }) => kind === 'risk' && status === 'active');
