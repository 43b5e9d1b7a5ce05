import type { XapiVersion } from '../version.js';
import { citation, type Rule } from './rules.js';

export interface RuleError {
  /** Where in the statement: `actor.mbox`, `context.contextActivities.parent[0].id`; empty for the statement itself. */
  readonly path: string;
  readonly message: string;
  /** Version and section of the specification: `xAPI 1.0.3, Data 2.4.2.3`. */
  readonly rule: string;
}

/** `actor.mbox: must be a mailto IRI (xAPI 1.0.3, Data 2.4.2.3)`. */
export function formatRuleError(error: RuleError): string {
  return `${error.path === '' ? 'statement' : error.path}: ${error.message} (${error.rule})`;
}

/**
 * What a validation has found so far, and which data model it goes by. A value is walked to its end even where the
 * limit is reached: legal statements, which are nearly all, pay nothing for stopping early.
 */
export class Findings {
  readonly errors: RuleError[] = [];

  constructor(
    readonly version: XapiVersion,
    private readonly limit: number,
  ) {}

  /** No further error would be kept: long lists may stop. */
  get full(): boolean {
    return this.errors.length >= this.limit;
  }

  refuse(path: string, message: string, rule: Rule): void {
    if (!this.full) this.errors.push({ path, message, rule: citation(rule, this.version) });
  }

  /** `must be a string, not null`. */
  wrongType(path: string, wanted: string, value: unknown, rule: Rule): void {
    this.refuse(path, `must be ${wanted}, not ${jsonType(value)}`, rule);
  }

  unknownKey(path: string, key: string): void {
    this.refuse(
      child(path, shown(key)),
      'is not a property that the specification allows here',
      'formatting',
    );
  }

  missing(path: string, key: string, rule: Rule): void {
    this.refuse(child(path, key), 'is required', rule);
  }
}

export function child(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

export function item(path: string, index: number): string {
  return `${path}[${String(index)}]`;
}

/** A path step whose key is an IRI, a language tag or any other text. */
export function entry(path: string, key: string): string {
  return `${path}[${JSON.stringify(shown(key))}]`;
}

/** Errors are sent back: a key of a megabyte shall not be. */
function shown(key: string): string {
  return key.length <= 100 ? key : `${key.slice(0, 100)}…`;
}

export type JsonObject = Readonly<Record<string, unknown>>;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function jsonType(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
