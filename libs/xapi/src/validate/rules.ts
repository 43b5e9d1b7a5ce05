import type { XapiVersion } from '../version.js';

/** Where each rule stands: xAPI 1.0.3 (Part Two, Data), and xAPI 2.0 (IEEE 9274.1.1). */
const sections = {
  formatting: ['Data 2.2', '4.2'],
  voiding: ['Data 2.3.2', '4.2.5'],
  statement: ['Data 2.4', '4.2.2'],
  id: ['Data 2.4.1', '4.2.4.2'],
  actor: ['Data 2.4.2', '4.2.2.1'],
  agent: ['Data 2.4.2.1', '4.2.2.1'],
  group: ['Data 2.4.2.2', '4.2.2.1'],
  identifier: ['Data 2.4.2.3', '4.2.2.1'],
  account: ['Data 2.4.2.4', '4.2.2.1'],
  verb: ['Data 2.4.3', '4.2.2.2'],
  object: ['Data 2.4.4', '4.2.2.3'],
  activity: ['Data 2.4.4.1', '4.2.2.3'],
  interaction: ['Data 2.4.4.1, Interaction Activities', '4.2.2.3'],
  agentObject: ['Data 2.4.4.2', '4.2.2.3'],
  statementRef: ['Data 2.4.4.3, Statement References', '4.2.2.3'],
  subStatement: ['Data 2.4.4.3, SubStatements', '4.2.2.3'],
  result: ['Data 2.4.5', '4.2.2.4'],
  score: ['Data 2.4.5.1', '4.2.2.4'],
  context: ['Data 2.4.6', '4.2.2.5'],
  registration: ['Data 2.4.6.1', '4.2.2.5'],
  contextActivities: ['Data 2.4.6.2', '4.2.2.5'],
  contextActors: ['Data 2.4.6', '4.2.2.5'],
  timestamp: ['Data 2.4.7', '4.2.4.2'],
  stored: ['Data 2.4.8', '4.2.4.2'],
  authority: ['Data 2.4.9', '4.2.4.2'],
  version: ['Data 2.4.10', '4.2.4.3'],
  attachments: ['Data 2.4.11', '4.2.2.6'],
  extensions: ['Data 4.1', '4.2.7'],
  languageMap: ['Data 4.2', '4.2.7'],
  iri: ['Data 4.3', '4.2.7'],
  uuid: ['Data 4.4', '4.2.7'],
  timestampFormat: ['Data 4.5', '4.2.7'],
  duration: ['Data 4.6', '4.2.7'],
  signature: ['Data 2.6', '4.2.6'],
  contentType: ['Communication 1.5.1', '4.1.3'],
  multipart: ['Communication 1.5.2', '4.1.3'],
  batch: ['Communication 2.1.2', '4.1.6.1'],
} as const satisfies Record<string, readonly [oneZero: string, twoZero: string]>;

export type Rule = keyof typeof sections;

/** The rule as an error names it: `xAPI 1.0.3, Data 2.4.2.3`. */
export function citation(rule: Rule, version: XapiVersion): string {
  const [oneZero, twoZero] = sections[rule];
  return version === '1.0.3' ? `xAPI 1.0.3, ${oneZero}` : `xAPI 2.0, ${twoZero}`;
}
