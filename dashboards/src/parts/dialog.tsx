import './dialog.css';
import { useEffect, useRef, type ReactNode } from 'react';
import { both } from '../language/bilingual.js';
import { useLanguage } from '../language/language.js';

interface DialogProps {
  readonly title: ReactNode;
  readonly onClose: () => void;
  /** A drawer at the right edge; else in the middle. On a phone both fill the page. */
  readonly side?: boolean;
  readonly children: ReactNode;
}

/** The browser's own modal dialog: it traps the focus and makes the rest inert. Gives the focus back when it goes. */
export function Dialog({ title, onClose, side = false, children }: DialogProps) {
  const { say } = useLanguage();
  const element = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    element.current?.showModal();
    const shown = element.current;
    return () => {
      shown?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={element}
      className={side ? 'dialog side' : 'dialog'}
      aria-labelledby="dialog-title"
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === element.current) onClose();
      }}
    >
      <div className="dialog-body">
        <header className="dialog-head">
          <h2 id="dialog-title" tabIndex={-1}>
            {title}
          </h2>
          <button type="button" className="button plain" onClick={onClose}>
            {say(closeWord)}
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}

const closeWord = both('关闭', 'Close');
