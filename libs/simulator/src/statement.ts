import type { EventKind } from '#libs/contracts';

/** An xAPI 1.0.3 statement in the forms that the simulated senders use. */
export interface Statement {
  readonly id: string;
  readonly actor: Agent;
  readonly verb: Verb;
  readonly object: Activity;
  readonly result?: Result;
  readonly context: Context;
  readonly timestamp: string;
}

export interface Agent {
  readonly objectType: 'Agent';
  readonly name?: string;
  readonly account: { readonly homePage: string; readonly name: string };
}

export interface Verb {
  readonly id: string;
  readonly display: { readonly 'en-US': string };
}

export interface Activity {
  readonly objectType: 'Activity';
  readonly id: string;
  readonly definition: {
    readonly type: string;
    readonly name?: Readonly<Record<string, string>>;
    readonly description?: Readonly<Record<string, string>>;
    readonly interactionType?: 'choice';
    readonly correctResponsesPattern?: readonly string[];
    readonly choices?: readonly {
      readonly id: string;
      readonly description: Readonly<Record<string, string>>;
    }[];
  };
}

export interface Result {
  readonly success?: boolean;
  readonly completion?: boolean;
  readonly response?: string;
  readonly duration?: string;
  readonly score?: {
    readonly scaled: number;
    readonly raw?: number;
    readonly min?: number;
    readonly max?: number;
  };
  readonly extensions?: Readonly<Record<string, unknown>>;
}

export interface Context {
  readonly registration?: string;
  readonly instructor?: Agent;
  readonly platform: string;
  readonly language: 'zh-CN';
  readonly contextActivities: {
    readonly parent?: readonly Activity[];
    readonly grouping: readonly Activity[];
    readonly category?: readonly Activity[];
  };
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** A statement on its way to the record store. */
export interface SimulatedStatement {
  /** When the record store gets it, ISO 8601 UTC: seconds after it happened, or days where the network was down. */
  readonly arrivesAt: string;
  /** What a normaliser should find in it. */
  readonly kind: EventKind;
  readonly statement: Statement;
}

/** ISO 8601 duration of so many seconds, to the hundredth as xAPI compares them. */
export const isoDuration = (seconds: number): string => `PT${String(Math.round(seconds * 100) / 100)}S`;
