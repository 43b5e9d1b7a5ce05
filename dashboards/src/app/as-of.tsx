import { createContext, useContext, useEffect, useState, type ReactNode } from 'react';

interface AsOf {
  readonly shown: string | null;
  readonly show: (asOf: string | null) => void;
}

const AsOfContext = createContext<AsOf>({ shown: null, show: () => undefined });

/** Carries the instant that the open page's figures speak of to the top bar. */
export function AsOfProvider({ children }: { children: ReactNode }) {
  const [shown, show] = useState<string | null>(null);
  return <AsOfContext value={{ shown, show }}>{children}</AsOfContext>;
}

export const useAsOf = (): string | null => useContext(AsOfContext).shown;

/** A page says how fresh its figures are; nothing is said any more once it closes. */
export function useShownAsOf(asOf: string | undefined): void {
  const { show } = useContext(AsOfContext);
  useEffect(() => {
    show(asOf ?? null);
    return () => {
      show(null);
    };
  }, [asOf, show]);
}
