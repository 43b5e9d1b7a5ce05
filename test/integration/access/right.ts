import type { KeyScope, StaffRole } from '#libs/contracts';

/** Who may call a route. What is named nowhere here may not. */
export interface Right {
  /** As the HTTP server lists it: `GET /v1/learners/:pid`. */
  readonly route: string;
  /** Anybody, and nobody is asked who they are. */
  readonly isPublic?: true;
  readonly roles?: readonly StaffRole[];
  readonly scopes?: readonly KeyScope[];
  /** The control token of the data directory. */
  readonly control?: true;
  /** Not for a person whose role is bound to a region. */
  readonly wholeTenant?: true;
  /** Of the answer to those who may. */
  readonly taken: number;
  /** Path and query, where the route has parameters or the answer needs some; `{pid}`, `{new}` are filled in. */
  readonly url?: string;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

export const methodOf = ({ route }: Right): string => route.slice(0, route.indexOf(' '));
export const addressOf = ({ route, url }: Right): string => url ?? route.slice(route.indexOf(' ') + 1);
