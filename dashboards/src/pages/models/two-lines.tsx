import type { ReactNode } from 'react';

/** A figure, and below it how sure it is. */
export function TwoLines({ value, below }: { value: ReactNode; below?: string | undefined }) {
  return (
    <>
      {value}
      {below !== undefined && <span className="small quiet model-line">{below}</span>}
    </>
  );
}
