import type { Counted as CountedValue, EvidenceRef } from '#libs/contracts';
import type { ReactNode } from 'react';
import { useView } from '../app/view.js';
import { both } from '../language/bilingual.js';
import { useLanguage } from '../language/language.js';
import { evidenceCode } from './evidence-code.js';

const hidden = both('未知,或人数过少不显示', 'unknown, or hidden because too few people');

/** Opens the drawer with the events of a figure; `shown` is its heading there. */
export function useEvidence(): (evidence: EvidenceRef, shown: string) => void {
  const view = useView();
  return (evidence, shown) => {
    view.change({ ev: evidenceCode(evidence) }, { state: { ...view.state, drawer: true, shown } });
  };
}

interface EvidenceProps {
  /** null where the figure comes from the calendar and not from events: then it is plain text. */
  readonly evidence: EvidenceRef | null;
  readonly shown: string;
  readonly children: ReactNode;
}

/** A figure or sentence, dotted underline, that opens what it was counted from. */
export function Evidence({ evidence, shown, children }: EvidenceProps) {
  const open = useEvidence();
  if (evidence === null) return <>{children}</>;
  return (
    <button
      type="button"
      className="counted"
      data-evidence
      onClick={() => {
        open(evidence, shown);
      }}
    >
      {children}
    </button>
  );
}

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
