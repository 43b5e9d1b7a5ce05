import type { ModelList } from '#libs/contracts';
import { useState } from 'react';
import { useLanguage } from '../../language/language.js';
import { useMayPromote } from './may-promote.js';
import { pageWords as words } from './page-words.js';
import { PromoteDialog } from './promote-dialog.js';

interface PromotionProps {
  readonly row: Pick<ModelList['models'][number], 'version' | 'kind' | 'status'>;
  /** What scored before it; null = nothing did, or it never scored. */
  readonly previous: string | null;
}

/** Forward to this version, or from it back to the one before: nothing where neither can be. */
export function Promotion({ row: { version, kind, status }, previous }: PromotionProps) {
  const { say } = useLanguage();
  const mayPromote = useMayPromote();
  const [isOpen, setOpen] = useState(false);
  const target = status === 'active' ? previous : version;
  if (!mayPromote || target === null) return null;
  return (
    <>
      <button
        type="button"
        className={status === 'active' ? 'button' : 'button primary'}
        onClick={() => {
          setOpen(true);
        }}
      >
        {say(status === 'active' ? words.rollBack(target) : words.promote)}
      </button>
      {isOpen && (
        <PromoteDialog
          version={target}
          kind={kind}
          onClose={() => {
            setOpen(false);
          }}
        />
      )}
    </>
  );
}
