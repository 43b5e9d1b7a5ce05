import './tiles.css';
import type { ReactNode } from 'react';

/** The few figures that a page stands on, each with its word. */
export function Tiles({
  tiles,
}: {
  tiles: readonly { readonly name: string; readonly value: ReactNode; readonly note?: ReactNode }[];
}) {
  return (
    <dl className="tiles">
      {tiles.map(({ name, value, note }) => (
        <div key={name} className="tile">
          <dt>{name}</dt>
          <dd>{value}</dd>
          {note !== undefined && <dd className="small quiet">{note}</dd>}
        </div>
      ))}
    </dl>
  );
}
