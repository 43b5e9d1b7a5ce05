import { useHistoryState } from 'wouter/use-browser-location';
import { useLocation, useSearch } from 'wouter';

/** The filters that stay when the page changes, and the reader's overrides. */
const carried = ['region', 'course', 'lang', 'theme'] as const;

export type ViewChanges = Readonly<Record<string, string | null>>;

/** The search of a URL with changes applied; `null` takes a parameter away. Order is kept, so that URLs stay alike. */
export function changedSearch(search: string, changes: ViewChanges): string {
  const params = new URLSearchParams(search);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === '') params.delete(name);
    else params.set(name, value);
  }
  return params.size === 0 ? '' : `?${params.toString()}`;
}

export function carriedSearch(search: string, changes: ViewChanges = {}): string {
  const params = new URLSearchParams(search);
  const kept = new URLSearchParams();
  for (const name of carried) {
    const value = params.get(name);
    if (value !== null) kept.set(name, value);
  }
  return changedSearch(kept.toString(), changes);
}

/**
 * What is looked at stands in the URL: thing (path) and view (parameters), so that a copied link shows the same to
 * whoever may see it.
 */
export function useView() {
  const [path, navigate] = useLocation();
  const search = useSearch();
  const state = useHistoryState<ViewState | null>();
  const params = new URLSearchParams(search);
  return {
    path,
    state,
    get: (name: string) => params.get(name),
    scope: { region: params.get('region'), run: params.get('course') },
    /** Address of another page with the filters kept. */
    to: (page: string, changes?: ViewChanges) => page + carriedSearch(search, changes),
    go: (page: string, changes?: ViewChanges, nextState?: ViewState) => {
      navigate(page + carriedSearch(search, changes), { state: nextState ?? null });
    },
    /** The same page, seen otherwise; a step that Back undoes unless `replace`. */
    change: (changes: ViewChanges, options: { replace?: boolean; state?: ViewState } = {}) => {
      navigate(path + changedSearch(search, changes), {
        replace: options.replace ?? false,
        state: options.state ?? null,
      });
    },
  };
}

/** What belongs to a step in the history but not into a URL (names must not stand in URLs). */
export interface ViewState {
  /** The evidence drawer was opened by a click here, so closing it is one step back. */
  readonly drawer?: true;
  /** What was clicked, as heading of the drawer. */
  readonly shown?: string;
  /** Search by a learner's name. */
  readonly q?: string;
}
