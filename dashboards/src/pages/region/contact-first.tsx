import { Link } from 'wouter';
import { useSeesPeople } from '../../app/sees-people.js';
import { useView } from '../../app/view.js';
import { useLanguage } from '../../language/language.js';
import { Figure } from '../../parts/counted.js';

/** How many of a place are to be contacted first; opens who they are, for readers who may see people. */
export function ContactFirst({ region, count }: { region: string; count: number | null }) {
  const { format } = useLanguage();
  const view = useView();
  const seesPeople = useSeesPeople();
  if (count === null || count === 0 || !seesPeople) return <Figure value={count} />;
  return (
    <Link className="counted" href={view.to('/learners', { region, level: 'contact' })}>
      {format.number(count)}
    </Link>
  );
}
