import './region-page.css';
import type { RegionOverview } from '#libs/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link, Redirect, useParams } from 'wouter';
import { useApi } from '../../api/api.js';
import { useShownAsOf } from '../../app/as-of.js';
import { useSession } from '../../app/session.js';
import { useView } from '../../app/view.js';
import { useLanguage } from '../../language/language.js';
import { CountedFigure } from '../../parts/counted.js';
import { PageHead } from '../../parts/page-head.js';
import { Loaded } from '../../parts/states.js';
import { Tiles } from '../../parts/tiles.js';
import { ActiveShares } from './active-shares.js';
import { Causes } from './causes.js';
import { ContactFirst } from './contact-first.js';
import { Completion } from './completion.js';
import { Places } from './places.js';
import { words } from './words.js';

export function RegionPage() {
  const { code } = useParams();
  const session = useSession();
  const view = useView();
  const own = view.scope.region ?? session.regions[0]?.code;
  if (code === undefined && own !== undefined) {
    return <Redirect to={view.to(`/regions/${own}`, { region: null })} replace />;
  }
  return <Region key={code} code={decodeURIComponent(code ?? '')} />;
}

function Region({ code }: { code: string }) {
  const { say } = useLanguage();
  const view = useView();
  const { queries } = useApi();
  const query = useQuery(queries.region(code, view.scope.run));
  const { data } = query;
  useShownAsOf(data?.asOf);
  return (
    <>
      {data !== undefined && data.path.length > 1 && (
        <nav className="crumbs small" aria-label={say(words.path)}>
          {data.path.slice(0, -1).map((region) => (
            <Link key={region.code} href={view.to(`/regions/${region.code}`)}>
              {say(region.name)}
            </Link>
          ))}
        </nav>
      )}
      <PageHead
        title={data ? say(data.region.name) : say(words.title)}
        question={say(words.question)}
        answer={data && say(data.sentence)}
        actions={
          <button
            type="button"
            className="button"
            onClick={() => {
              window.print();
            }}
          >
            {say(words.print)}
          </button>
        }
      />
      <Loaded query={query} shape="chart">
        {(region) => <Overview region={region} />}
      </Loaded>
    </>
  );
}

function Overview({ region }: { region: RegionOverview }) {
  const { say, format } = useLanguage();
  return (
    <div className="region">
      <Tiles
        tiles={[
          ...(['learning', 'finished28', 'stopped28'] as const).map((figure) => ({
            name: say(words[figure]),
            value: <CountedFigure counted={region[figure]} label={say(words[figure])} headline />,
          })),
          {
            name: say(words.contactFirst),
            value: <ContactFirst region={region.region.code} count={region.contactFirst} />,
          },
        ]}
      />
      <div className="region-charts">
        <Completion region={region} />
        <Causes causes={region.causes} />
      </div>
      {region.activeShare.length > 0 && <ActiveShares shares={region.activeShare} />}
      {region.children.length > 0 && <Places places={region.children} />}
      <p className="only-print small">
        {location.href} · {format.dateTime(region.asOf)}
      </p>
      <p className="only-print signature">{say(words.signature)}</p>
    </div>
  );
}
