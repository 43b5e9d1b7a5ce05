import { describe } from '@jest/globals';
import { checkRows } from '../testing/rule-rows.js';

const unknown = 'is not a property that the specification allows here (xAPI 1.0.3, Data 2.2)';
const mbox = 'mailto:a@example.org';

describe('context (Data 2.4.6)', () => {
  const context = '(xAPI 1.0.3, Data 2.4.6)';
  checkRows([
    ['may be empty', 'context', {}],
    ['is an object', 'context', [], `context: must be an object, not an array ${context}`],
    ['unknown key', 'context.course', 'x', `context.course: ${unknown}`],
    ['registration in capitals', 'context.registration', 'EC531277-B57B-4C15-8D91-D292C5B2B8F7'],
    [
      'registration is a UUID',
      'context.registration',
      '12',
      'context.registration: must be a UUID in its standard form (xAPI 1.0.3, Data 4.4)',
    ],
    [
      'registration is a string',
      'context.registration',
      12,
      'context.registration: must be a UUID, not a number (xAPI 1.0.3, Data 2.4.6.1)',
    ],
    ['instructor may be a group', 'context.instructor', { objectType: 'Group', mbox }],
    [
      'instructor has an identifier',
      'context.instructor',
      {},
      'context.instructor: must have exactly one of mbox, mbox_sha1sum, openid, account, not 0 (xAPI 1.0.3, Data 2.4.2.1)',
    ],
    [
      'instructor is an object',
      'context.instructor',
      'Li',
      `context.instructor: must be an agent or a group, not a string ${context}`,
    ],
    ['team is a group', 'context.team', { mbox }, `context.team.objectType: must be "Group" here ${context}`],
    [
      'team is an object',
      'context.team',
      'Class 1',
      `context.team: must be a group, not a string ${context}`,
    ],
    [
      'revision is a string',
      'context.revision',
      2,
      `context.revision: must be a string, not a number ${context}`,
    ],
    [
      'platform is a string',
      'context.platform',
      {},
      `context.platform: must be a string, not an object ${context}`,
    ],
    [
      'language is a tag',
      'context.language',
      'Chinese (simplified)',
      `context.language: must be an RFC 5646 language tag ${context}`,
    ],
    [
      'language is a string',
      'context.language',
      { en: 'x' },
      `context.language: must be a language tag, not an object ${context}`,
    ],
    [
      'statement is a reference',
      'context.statement',
      { id: '6690e6c9-3ef0-4ed3-8b37-7f3964730bee' },
      'context.statement.objectType: must be "StatementRef" here (xAPI 1.0.3, Data 2.4.4.3, Statement References)',
    ],
    [
      'statement is an object',
      'context.statement',
      '6690e6c9-3ef0-4ed3-8b37-7f3964730bee',
      `context.statement: must be a statement reference, not a string ${context}`,
    ],
    ['contextAgents came with 2.0', 'context.contextAgents', [], `context.contextAgents: ${unknown}`],
    ['contextGroups came with 2.0', 'context.contextGroups', [], `context.contextGroups: ${unknown}`],
  ]);
});

describe('context activities (Data 2.4.6.2)', () => {
  const activities = '(xAPI 1.0.3, Data 2.4.6.2)';
  checkRows([
    ['may be empty', 'context.contextActivities', {}],
    ['a single activity', 'context.contextActivities', { parent: { id: 'x:y' } }],
    [
      'an array',
      'context.contextActivities',
      { other: [{ id: 'x:y' }, { id: 'x:z', objectType: 'Activity' }] },
    ],
    [
      'is an object',
      'context.contextActivities',
      [{ id: 'x:y' }],
      `context.contextActivities: must be an object, not an array ${activities}`,
    ],
    [
      'unknown key',
      'context.contextActivities',
      { course: [] },
      `context.contextActivities.course: ${unknown}`,
    ],
    [
      'keys are case-sensitive',
      'context.contextActivities',
      { Parent: [] },
      `context.contextActivities.Parent: ${unknown}`,
    ],
    [
      'holds activities',
      'context.contextActivities',
      { parent: ['x:y'] },
      `context.contextActivities.parent[0]: must be an activity, not a string ${activities}`,
    ],
    [
      'not agents',
      'context.contextActivities',
      { grouping: [{ objectType: 'Agent', mbox }] },
      'context.contextActivities.grouping[0].objectType: must be "Activity" here (xAPI 1.0.3, Data 2.4.4.1)',
    ],
    [
      'ids are IRIs',
      'context.contextActivities',
      { grouping: [{ id: '438AD672-DE2C-4F0B-8876-35444E7DD746' }] },
      'context.contextActivities.grouping[0].id: must be an IRI with a scheme (xAPI 1.0.3, Data 4.3)',
    ],
    [
      'ids are required',
      'context.contextActivities',
      { category: {} },
      'context.contextActivities.category.id: is required (xAPI 1.0.3, Data 2.4.4.1)',
    ],
  ]);
});

describe('contextAgents and contextGroups of xAPI 2.0 (4.2.2.5)', () => {
  const rule = '(xAPI 2.0, 4.2.2.5)';
  const agent = { objectType: 'contextAgent', agent: { mbox } };
  const group = { objectType: 'contextGroup', group: { objectType: 'Group', mbox } };
  checkRows(
    [
      ['agents', 'context.contextAgents', [agent, { ...agent, relevantTypes: ['http://example.org/nurse'] }]],
      ['groups', 'context.contextGroups', [{ ...group, relevantTypes: ['http://example.org/team'] }]],
      [
        'is an array',
        'context.contextAgents',
        agent,
        `context.contextAgents: must be an array, not an object ${rule}`,
      ],
      [
        'holds objects',
        'context.contextGroups',
        ['x'],
        `context.contextGroups[0]: must be an object, not a string ${rule}`,
      ],
      [
        'objectType is required',
        'context.contextAgents',
        [{ agent: { mbox } }],
        `context.contextAgents[0].objectType: must be "contextAgent" ${rule}`,
      ],
      [
        'objectType is case-sensitive',
        'context.contextGroups',
        [{ ...group, objectType: 'ContextGroup' }],
        `context.contextGroups[0].objectType: must be "contextGroup" ${rule}`,
      ],
      [
        'agent is required',
        'context.contextAgents',
        [{ objectType: 'contextAgent' }],
        `context.contextAgents[0].agent: is required ${rule}`,
      ],
      [
        'agent is an agent',
        'context.contextAgents',
        [{ ...agent, agent: { objectType: 'Group', mbox } }],
        'context.contextAgents[0].agent.objectType: must be "Agent" or "Group", or left out for an agent (xAPI 2.0, 4.2.2.1)',
      ],
      [
        'group is a group',
        'context.contextGroups',
        [{ ...group, group: { mbox } }],
        `context.contextGroups[0].group.objectType: must be "Group" here ${rule}`,
      ],
      [
        'types are not empty',
        'context.contextAgents',
        [{ ...agent, relevantTypes: [] }],
        `context.contextAgents[0].relevantTypes: must be an array of at least one IRI ${rule}`,
      ],
      [
        'types are IRIs',
        'context.contextGroups',
        [{ ...group, relevantTypes: ['abc'] }],
        'context.contextGroups[0].relevantTypes[0]: must be an IRI with a scheme (xAPI 2.0, 4.2.7)',
      ],
      [
        'unknown key',
        'context.contextAgents',
        [{ ...agent, role: 'nurse' }],
        'context.contextAgents[0].role: is not a property that the specification allows here (xAPI 2.0, 4.2)',
      ],
    ],
    '2.0.0',
  );
});
