import fc from 'fast-check';
import type { Actor, Agent, Group, Statement, SubStatement } from '../statement.js';

/** Legal statements of xAPI 2.0 in all their forms; without `contextAgents` and `contextGroups`, of 1.0.3 too. */

const word = fc.stringMatching(/^[a-z0-9]{1,8}$/);
const iri = fc.oneof(
  word.map((name) => `http://example.org/${name}`),
  word.map((name) => `course-v1:Rural+${name}+2026`),
  fc.constantFrom('https://例子.中国/课程', 'urn:x:y', 'http://adlnet.gov/expapi/verbs/passed'),
);
const language = fc.constantFrom('en', 'en-US', 'zh-Hans-CN', 'x-village', 'und');
const languageMap = fc.dictionary(language, fc.string());
const extensions = fc.dictionary(iri, fc.jsonValue({ maxDepth: 2 }));
const timestamp = fc
  .date({ min: new Date('1999-01-01'), max: new Date('2050-01-01'), noInvalidDate: true })
  .chain((date) =>
    fc.constantFrom(
      date.toISOString(),
      date.toISOString().replace('Z', '+08:00'),
      date.toISOString().replace('Z', '456Z'),
    ),
  );
const duration = fc.constantFrom('PT0S', 'PT4H35M59.14S', 'P4W', 'P1Y2M3DT4H', 'PT1.239S');

/** Optional keys are left out rather than undefined, as JSON has it. */
function record<T extends object, R extends keyof T>(
  model: { [K in keyof T]: fc.Arbitrary<T[K]> },
  requiredKeys: R[],
): fc.Arbitrary<Partial<T> & Pick<T, R>> {
  return fc.record(model, { requiredKeys, noNullPrototype: true }) as fc.Arbitrary<Partial<T> & Pick<T, R>>;
}

const identifier = fc.oneof(
  word.map((name) => ({ mbox: `mailto:${name}@Example.org` })),
  word.map((name) => ({ mbox_sha1sum: name.replace(/[^a-f0-9]/g, '0').padEnd(40, 'A') })),
  word.map((name) => ({ openid: `http://${name}.example.org/` })),
  fc.record({ homePage: iri, name: fc.string() }, { noNullPrototype: true }).map((account) => ({ account })),
);
const name = fc.option(fc.string(), { nil: undefined });
const named = (value: string | undefined) => (value === undefined ? {} : { name: value });

export const arbitraryAgent: fc.Arbitrary<Agent> = fc
  .tuple(identifier, name, fc.constantFrom({}, { objectType: 'Agent' as const }))
  .map(([who, called, type]) => ({ ...type, ...who, ...named(called) }));

export const arbitraryGroup: fc.Arbitrary<Group> = fc
  .tuple(fc.option(identifier), fc.array(arbitraryAgent, { minLength: 1, maxLength: 3 }), name)
  .map(([who, member, called]) => ({ objectType: 'Group', member, ...who, ...named(called) }));

const actor: fc.Arbitrary<Actor> = fc.oneof({ weight: 3, arbitrary: arbitraryAgent }, arbitraryGroup);

const components = fc.uniqueArray(word).map((ids) => ids.map((id) => ({ id })));
const definition = record(
  {
    name: languageMap,
    description: languageMap,
    type: iri,
    moreInfo: iri,
    extensions,
    interactionType: fc.constantFrom('choice', 'likert', 'other'),
    correctResponsesPattern: fc.array(fc.string(), { maxLength: 2 }),
    choices: components,
  },
  ['interactionType'],
);
const activity = record({ objectType: fc.constant('Activity' as const), id: iri, definition }, ['id']);
const reference = fc.uuid().map((id) => ({ objectType: 'StatementRef' as const, id }));

const score = fc
  .tuple(fc.double({ min: -1, max: 1, noNaN: true }), fc.integer({ min: 0, max: 10 }))
  .map(([scaled, raw]) => ({ scaled, raw, min: 0, max: 10 }));
const result = record(
  { score, success: fc.boolean(), completion: fc.boolean(), response: fc.string(), duration, extensions },
  [],
);
const someActivities = fc.oneof(activity, fc.array(activity, { maxLength: 3 }));
const context = record(
  {
    registration: fc.uuid(),
    instructor: actor,
    team: arbitraryGroup,
    contextActivities: record(
      { parent: someActivities, grouping: someActivities, category: someActivities, other: someActivities },
      [],
    ),
    contextAgents: fc.array(
      fc.record(
        { objectType: fc.constant('contextAgent'), agent: arbitraryAgent },
        { noNullPrototype: true },
      ),
      { maxLength: 2 },
    ),
    contextGroups: fc.array(
      fc.record(
        { objectType: fc.constant('contextGroup'), group: arbitraryGroup },
        { noNullPrototype: true },
      ),
      { maxLength: 2 },
    ),
    language,
    statement: reference,
    extensions,
  },
  [],
);
const attachment = record(
  {
    usageType: iri,
    display: languageMap,
    contentType: fc.constant('text/plain'),
    length: fc.nat(),
    sha2: fc.constant('0f'.repeat(32)),
    fileUrl: iri,
  },
  ['usageType', 'display', 'contentType', 'length', 'sha2'],
);
const verb = record({ id: iri, display: languageMap }, ['id']);
const actorObject = fc.oneof(
  arbitraryAgent.map((agent) => ({ ...agent, objectType: 'Agent' as const })),
  arbitraryGroup,
);
const simpleObject = fc.oneof({ weight: 4, arbitrary: activity }, reference, actorObject);
const parts = {
  actor,
  verb,
  result,
  context,
  timestamp,
  attachments: fc.array(attachment, { maxLength: 2 }),
};

const subStatement = record(
  { objectType: fc.constant('SubStatement' as const), object: simpleObject, ...parts },
  ['objectType', 'actor', 'verb', 'object'],
) as fc.Arbitrary<SubStatement>;

export const arbitraryStatement = record(
  {
    id: fc.uuid(),
    object: fc.oneof({ weight: 4, arbitrary: simpleObject }, subStatement),
    stored: timestamp,
    authority: arbitraryAgent,
    version: fc.constantFrom('1.0.0', '2.0.0'),
    ...parts,
  },
  ['actor', 'verb', 'object'],
) as fc.Arbitrary<Statement>;
