import type { EvidenceRef } from '#libs/contracts';
import type { ReactNode } from 'react';
import { useView } from '../app/view.js';
import { evidenceCode } from './evidence-code.js';

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
