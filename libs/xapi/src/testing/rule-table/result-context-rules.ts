import { fullStatement, subStatement } from '../rule-rows.js';
import { dataRules } from './data-rules.js';

const agent = { mbox: 'mailto:wang@example.org' };
const group = { objectType: 'Group', member: [agent] };
const activity = { id: 'http://example.org/quiz/1' };
const uuid = '6690e6c9-3ef0-4ed3-8b37-7f3964730bee';
const texts = ['x', ''];
const noTexts = [7, {}, ['x'], true];
/** The full statement about something that is no activity. */
const aboutAgent = (context: object) => ({
  ...fullStatement(),
  object: { objectType: 'Agent', ...agent },
  context,
});
const attachment = (more: object = {}) => [
  {
    usageType: 'http://example.org/certificate',
    display: { en: 'Certificate' },
    contentType: 'application/pdf',
    length: 27,
    sha2: '495395e777cd98da653df9615d09c0fd6bb2f8d4788394cd53c56a3bfdcd848a',
    ...more,
  },
];
const related = (form: 'contextAgent' | 'contextGroup', more: object = {}) => [
  { objectType: form, ...(form === 'contextAgent' ? { agent } : { group }), ...more },
];
const types = { relevantTypes: ['http://example.org/tutor'] };
const inner = (context: object) => ({ ...subStatement(), context });

/** What came of it, and around what (1.0.3 Data 2.4.5, 2.4.6, 2.4.10, 2.4.11; 2.0 4.2.2.4 to 4.2.2.6, 4.2.4.3). */
export const resultContextRules = [
  ...dataRules('4.2.2.4', [
    ['00074', 'success is true or false', 'result.success', [true, false, undefined], ['true', 1, {}]],
    ['00075', 'completion is true or false', 'result.completion', [true, false, undefined], ['yes', 0, []]],
    ['00076', 'a response is a string', 'result.response', texts, noTexts],
    ['00077', 'a duration is one', 'result.duration', ['PT1H', undefined], ['1 hour', 60, {}]],
    ['00078', 'extensions are an object', 'result.extensions', [{}, undefined], ['x', [], 7]],
    ['00079', 'a score is an object', 'result.score', [{}, { scaled: 1 }, undefined], [5, '5', [5]]],
    ['00080', 'max is a number', 'result.score.max', [10, 10.5, 1e3], ['10', {}, true]],
    ['00081', 'min is a number below max', 'result.score.min', [0, -5, 5, 4.5], ['0', 10, 11]],
    ['00082', 'raw lies between min and max', 'result.score.raw', [0, 5, 10], ['5', -1, 11]],
    ['00083', 'scaled lies between -1 and 1', 'result.score.scaled', [-1, 0, 0.5, 1], ['1', 1.01, -1.01, 50]],
  ]),
  ...dataRules('4.2.2.5', [
    [
      '00084',
      'a revision is of activities alone',
      '',
      [{ ...fullStatement(), context: { revision: '2' } }, aboutAgent({})],
      [aboutAgent({ revision: '2' })],
    ],
    [
      '00085',
      'a platform is of activities alone',
      '',
      [{ ...fullStatement(), context: { platform: 'Moodle' } }, aboutAgent({})],
      [aboutAgent({ platform: 'Moodle' })],
    ],
    ['00086', 'contextActivities is an object', 'context.contextActivities', [{}], ['x', [], [activity]]],
    [
      '00087',
      'an instructor is an agent or group',
      'context.instructor',
      [agent, group],
      [{}, 'wang', [agent]],
    ],
    ['00088', 'a team is a group', 'context.team', [group, { ...group, ...agent }], [agent, 'team', {}]],
    ['00089', 'a revision is a string', 'context.revision', texts, noTexts],
    ['00090', 'a platform is a string', 'context.platform', texts, noTexts],
    ['00091', 'a language is an RFC 5646 tag', 'context.language', ['en', 'zh-Hans-CN'], ['', 'a-b', 7, {}]],
    [
      '00092',
      'a statement in a context is a reference',
      'context.statement',
      [{ objectType: 'StatementRef', id: uuid }],
      [{ id: uuid }, { objectType: 'StatementRef' }, uuid, activity],
    ],
    [
      '00093',
      'a kind of context activities is one of four',
      'context.contextActivities',
      [{ parent: [activity] }, { grouping: [activity], category: [activity] }, { other: [activity] }],
      [{ sibling: [activity] }, { Parent: [activity] }],
    ],
    [
      '00094',
      'context activities are activities',
      'context.contextActivities.parent',
      [[activity], activity, []],
      ['http://example.org/quiz/1', [{}], [{ objectType: 'Agent', ...agent }], ['x']],
    ],
    [
      '',
      'agents of a context, in a list',
      'context.contextAgents',
      [related('contextAgent'), related('contextAgent', types), []],
      [
        related('contextAgent', { objectType: 'Agent' }),
        related('contextAgent', { agent: {} }),
        related('contextAgent', { relevantTypes: [] }),
        related('contextAgent', { relevantTypes: ['tutor'] }),
        agent,
      ],
      '2.0.0',
    ],
    [
      '',
      'groups of a context, in a list',
      'context.contextGroups',
      [related('contextGroup'), related('contextGroup', types), []],
      [
        related('contextGroup', { objectType: 'contextAgent' }),
        related('contextGroup', { group: agent }),
        related('contextGroup', { relevantTypes: [] }),
        related('contextGroup', { relevantTypes: ['class'] }),
        'class',
      ],
      '2.0.0',
    ],
    [
      '',
      'in a sub-statement too',
      'object',
      [inner({ contextAgents: related('contextAgent') }), inner({ contextGroups: related('contextGroup') })],
      [inner({ contextAgents: [{}] }), inner({ contextGroups: related('contextAgent') })],
      '2.0.0',
    ],
    [
      '',
      'none of both is known before 2.0',
      'context',
      [{}],
      [{ contextAgents: [] }, { contextGroups: [] }],
      '1.0.3',
    ],
  ]),
  ...dataRules('4.2.4.3', [
    [
      '00101',
      'a version is 1.0 or 1.0.x',
      'version',
      ['1.0', '1.0.0', '1.0.3', undefined],
      ['0.9', '1.1', '2', '', 1],
    ],
    ['00101', '2.0 is no version of 1.0.3', 'version', ['1.0.9'], ['2.0.0'], '1.0.3'],
    ['00101', '2.0.x is one of 2.0', 'version', ['2.0.0', '1.0.3'], ['2.1.0', '3.0.0'], '2.0.0'],
  ]),
  ...dataRules('4.2.2.6', [
    ['00025', 'attachments are an array', 'attachments', [[], attachment()], [{}, 'x', attachment()[0]]],
    [
      '00102',
      'a length is a whole number',
      'attachments',
      [attachment(), attachment({ length: 0 })],
      [attachment({ length: '27' }), attachment({ length: 1.5 }), attachment({ length: undefined })],
    ],
    [
      '00103',
      'a sha2 is a SHA-2 hash',
      'attachments',
      [attachment(), attachment({ sha2: 'A'.repeat(128) })],
      [attachment({ sha2: 7 }), attachment({ sha2: 'x' }), attachment({ sha2: undefined })],
    ],
    [
      '00104',
      'a fileUrl is an IRL',
      'attachments',
      [attachment({ fileUrl: 'https://example.org/c.pdf' }), attachment()],
      [attachment({ fileUrl: 'c.pdf' }), attachment({ fileUrl: 7 })],
    ],
    [
      '00105',
      'a contentType is a media type',
      'attachments',
      [attachment({ contentType: 'text/plain; charset=utf-8' })],
      [
        attachment({ contentType: 'text' }),
        attachment({ contentType: 7 }),
        attachment({ contentType: undefined }),
      ],
    ],
    [
      '00106',
      'a display is a language map',
      'attachments',
      [attachment({ display: {} })],
      [attachment({ display: 'Certificate' }), attachment({ display: undefined })],
    ],
    [
      '00107',
      'a usageType is an IRI',
      'attachments',
      [attachment()],
      [attachment({ usageType: 'certificate' }), attachment({ usageType: undefined })],
    ],
  ]),
];
