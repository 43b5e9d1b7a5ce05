import './chips.css';
import type { ReactNode } from 'react';

interface ChipsProps<T extends string> {
  readonly label: string;
  readonly options: readonly { readonly value: T; readonly name: ReactNode }[];
  readonly chosen: T | null;
  readonly choose: (value: T) => void;
}

/** A choice of one among few, all of them seen. */
export function Chips<T extends string>({ label, options, chosen, choose }: ChipsProps<T>) {
  return (
    <div className="chips" role="group" aria-label={label}>
      {options.map(({ value, name }) => (
        <button
          key={value}
          type="button"
          className="button"
          aria-pressed={value === chosen}
          onClick={() => {
            choose(value);
          }}
        >
          {name}
        </button>
      ))}
    </div>
  );
}
