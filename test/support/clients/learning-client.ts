/** A statement, agent or document in JSON, whatever class a client makes of it. */
export type Json = Readonly<Record<string, unknown>>;

/** Where a document lies; of an activity, of a person, or of both. */
export interface Place {
  readonly resource: 'state' | 'activity profile' | 'agent profile';
  readonly activityId: string;
  readonly agent: Json;
  readonly id: string;
}

export interface DocumentFound {
  readonly content: unknown;
  /** As it was sent: quoted. */
  readonly etag: string;
}

/** What the tests ask of every client library, in that library's own way; a method that it lacks is null. */
export interface LearningClient {
  readonly send: (statement: Json) => Promise<string>;
  readonly sendAll: (statements: readonly Json[]) => Promise<readonly string[]>;
  readonly sendWithFile: ((statement: Json, file: string) => Promise<string>) | null;
  readonly find: (id: string) => Promise<Json>;
  readonly findVoided: (id: string) => Promise<Json>;
  readonly voidOne: (id: string, by: Json) => Promise<unknown>;
  /** Ids of every page. */
  readonly pages: (verb: string, limit: number) => Promise<readonly (readonly string[])[]>;
  readonly person: (agent: Json) => Promise<Json>;
  readonly versions: () => Promise<readonly string[]>;
  /** @param etag of what is there, absent for a new document */
  readonly write: (place: Place, content: Json, etag?: string) => Promise<unknown>;
  readonly read: (place: Place) => Promise<DocumentFound>;
  readonly ids: (place: Place) => Promise<readonly string[]>;
  readonly remove: ((place: Place) => Promise<unknown>) | null;
  /** The status in the error with which a call of this client ended; undefined where it ended with another. */
  readonly statusOf: (error: unknown) => number | undefined;
}

export type LearningClientMaker = (endpoint: string, key: string) => LearningClient;
