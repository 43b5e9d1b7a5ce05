import type { Counted as CountedValue } from '#libs/contracts';
import { both } from '../language/bilingual.js';
import { useLanguage } from '../language/language.js';
import { Evidence } from './evidence.js';

const hidden = both('未知,或人数过少不显示', 'unknown, or hidden because too few people');

/** A count as a figure; a dash where it is hidden or unknown, never a 0. */
export function CountedFigure({
  counted,
  label,
  headline = false,
}: {
  counted: CountedValue;
  label: string;
  headline?: boolean;
}) {
  const { format, say } = useLanguage();
  if (counted.value === null) return <Unknown why={say(hidden)} />;
  const figure = headline ? format.headline(counted.value) : format.number(counted.value);
  return (
    <Evidence evidence={counted.evidence} shown={`${label} ${figure}`}>
      {figure}
    </Evidence>
  );
}

export function Figure({ value }: { value: number | null }) {
  const { format, say } = useLanguage();
  return value === null ? <Unknown why={say(hidden)} /> : <>{format.number(value)}</>;
}

function Unknown({ why }: { why: string }) {
  return (
    <span title={why}>
      <span aria-hidden="true">–</span>
      <span className="for-readers">{why}</span>
    </span>
  );
}
