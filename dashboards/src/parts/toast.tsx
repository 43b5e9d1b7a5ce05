import './toast.css';
import { createContext, useContext, useEffect, useState, type ReactNode } from 'react';

interface Toast {
  readonly text: string;
  readonly action?: { readonly label: string; readonly run: () => void };
}

type Show = (toast: Toast) => void;
const ToastContext = createContext<Show>(() => undefined);
export const useToast = (): Show => useContext(ToastContext);

/** How long an undo is offered, seconds. */
const undoSeconds = 10;

/** One note at a time at the foot of the page, told politely to screen readers, with its undo. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const [toast, setToast] = useState<Toast | null>(null);
  const [left, setLeft] = useState(0);
  useEffect(() => {
    if (toast === null) return;
    const timer = setInterval(() => {
      setLeft((seconds) => seconds - 1);
    }, 1000);
    return () => {
      clearInterval(timer);
    };
  }, [toast]);
  const open = toast !== null && left > 0;
  return (
    <ToastContext
      value={(next) => {
        setToast(next);
        setLeft(undoSeconds);
      }}
    >
      {children}
      <div className="toast-place no-print">
        <p role="status" className={open ? 'toast' : 'for-readers'}>
          {open && <span>{toast.text}</span>}
          {open && toast.action !== undefined && (
            <button
              type="button"
              className="button"
              onClick={() => {
                toast.action?.run();
                setLeft(0);
              }}
            >
              {toast.action.label} <span aria-hidden="true">{left}</span>
            </button>
          )}
        </p>
      </div>
    </ToastContext>
  );
}
