/** A choice that belongs to the reader: `?name=` of the URL wins, else what this browser remembers. */
export interface Preference<T extends string> {
  readonly read: () => T | null;
  readonly write: (value: T) => void;
}

export function preference<T extends string>(name: string, values: readonly T[]): Preference<T> {
  const key = `snowlight.${name}`;
  const known = (value: string | null) => values.find((each) => each === value) ?? null;
  return {
    read: () => known(new URLSearchParams(location.search).get(name)) ?? known(localStorage.getItem(key)),
    write: (value) => {
      localStorage.setItem(key, value);
      const url = new URL(location.href);
      if (!url.searchParams.has(name)) return;
      url.searchParams.delete(name);
      history.replaceState(history.state, '', url);
    },
  };
}
