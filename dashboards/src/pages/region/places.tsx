import type { RegionOverview } from '#libs/contracts';
import { Link } from 'wouter';
import { useView } from '../../app/view.js';
import { useLanguage } from '../../language/language.js';
import { CountedFigure, Figure } from '../../parts/counted.js';
import { DataTable, type Column } from '../../parts/data-table.js';
import { ContactFirst } from './contact-first.js';
import { words } from './words.js';

type Place = RegionOverview['children'][number];

/** The places below by name: they are not ranked. */
export function Places({ places }: { places: readonly Place[] }) {
  const { say, language } = useLanguage();
  const view = useView();
  const byName = new Intl.Collator(language === 'zh' ? 'zh-CN' : 'en');
  const counted = (figure: 'learning' | 'finished'): Column<Place> => ({
    name: say(words[figure]),
    figure: true,
    cell: (place) => (
      <CountedFigure counted={place[figure]} label={`${say(place.region.name)} · ${say(words[figure])}`} />
    ),
  });
  const plain = (figure: 'silentOffline' | 'silentOther' | 'callsDone'): Column<Place> => ({
    name: say(words[figure]),
    figure: true,
    cell: (place) => <Figure value={place[figure]} />,
  });
  return (
    <section className="places">
      <h2>{say(words.places)}</h2>
      <DataTable
        caption={say(words.places)}
        rows={places.toSorted((a, b) => byName.compare(say(a.region.name), say(b.region.name)))}
        keyOf={({ region }) => region.code}
        columns={[
          {
            name: say(words.place),
            cell: ({ region }) => (
              <Link href={view.to(`/regions/${encodeURIComponent(region.code)}`)}>{say(region.name)}</Link>
            ),
          },
          counted('learning'),
          counted('finished'),
          plain('silentOffline'),
          plain('silentOther'),
          {
            name: say(words.contactFirst),
            figure: true,
            cell: ({ region, contactFirst }) => <ContactFirst region={region.code} count={contactFirst} />,
          },
          plain('callsDone'),
        ]}
      />
      <p className="small quiet">{say(words.hidden)}</p>
    </section>
  );
}
