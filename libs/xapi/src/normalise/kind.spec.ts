import { snowlightActivityTypes, snowlightVerbs, verbs, type EventKind } from '#libs/contracts';
import { describe, expect, it } from '@jest/globals';
import type { Context, Result } from '../statement.js';
import { kindOf } from './kind.js';

interface Case {
  readonly verb: string;
  readonly type?: string;
  readonly result?: Result;
  readonly context?: Context;
}

function kind({ verb, type, result, context }: Case): EventKind {
  return kindOf({
    actor: { mbox: 'mailto:a@example.org' },
    verb: { id: verb },
    object: { id: 'http://example.org/x', ...(type !== undefined && { definition: { type } }) },
    ...(result && { result }),
    ...(context && { context }),
  });
}

const adl = 'http://adlnet.gov/expapi/verbs/';
const adlType = 'http://adlnet.gov/expapi/activities/';
const tinCan = 'http://id.tincanapi.com/verb/';
const tinCanType = 'http://id.tincanapi.com/activitytype/';
const video = 'https://w3id.org/xapi/video/activity-type/video';

describe('ADL and cmi5', () => {
  it.each<[string, EventKind]>([
    ['answered', 'answered'],
    ['asked', 'asked'],
    ['attempted', 'launched'],
    ['attended', 'attended'],
    ['commented', 'replied'],
    ['completed', 'completed'],
    ['exited', 'left'],
    ['experienced', 'viewed'],
    ['failed', 'failed'],
    ['initialized', 'launched'],
    ['interacted', 'interacted'],
    ['launched', 'launched'],
    ['mastered', 'passed'],
    ['passed', 'passed'],
    ['progressed', 'interacted'],
    ['registered', 'registered'],
    ['responded', 'answered'],
    ['resumed', 'launched'],
    ['scored', 'graded'],
    ['shared', 'interacted'],
    ['suspended', 'left'],
    ['terminated', 'left'],
    ['voided', 'voided'],
    ['preferred', 'other'],
    ['heard-of-by-nobody', 'other'],
  ])('%s is %s', (verb, expected) => {
    expect(kind({ verb: adl + verb })).toBe(expected);
  });

  it.each<[string, EventKind]>([
    ['abandoned', 'left'],
    ['satisfied', 'completed'],
    ['waived', 'completed'],
    ['logged-in', 'launched'],
    ['logged-out', 'left'],
  ])('cmi5 %s is %s', (verb, expected) => {
    expect(kind({ verb: `https://w3id.org/xapi/adl/verbs/${verb}` })).toBe(expected);
  });

  it('progress that ends in completion completes', () => {
    expect(kind({ verb: `${adl}progressed`, result: { completion: true } })).toBe('completed');
  });
});

describe('the video profile', () => {
  it.each([
    verbs.videoPlayed,
    verbs.videoPaused,
    verbs.videoSeeked,
    verbs.initialized,
    verbs.completed,
    verbs.terminated,
    verbs.interacted,
    verbs.experienced,
    `${adl}progressed`,
    `${tinCan}downloaded`,
  ])('%s on a video is video', (verb) => {
    expect(kind({ verb, type: video })).toBe('video');
  });
});

describe('attendance and hands-on skill checks', () => {
  const type = snowlightActivityTypes.skillCheck;

  it.each([verbs.passed, verbs.failed, verbs.scored, verbs.completed, snowlightVerbs.skillChecked])(
    '%s on a skill check is one',
    (verb) => {
      expect(kind({ verb, type })).toBe('skill_checked');
    },
  );

  it('the verb of a skill check needs no type', () => {
    expect(kind({ verb: snowlightVerbs.skillChecked })).toBe('skill_checked');
  });

  it('who came, who did not, who left the run', () => {
    expect(kind({ verb: verbs.attended, type: snowlightActivityTypes.session })).toBe('attended');
    expect(kind({ verb: snowlightVerbs.absent, type: snowlightActivityTypes.session })).toBe('absent');
    expect(kind({ verb: snowlightVerbs.withdrew, type: snowlightActivityTypes.run })).toBe('withdrew');
  });
});

describe("Moodle's log store", () => {
  const stream = 'http://activitystrea.ms/';
  const edlm = 'https://xapi.edlm/profiles/edlm-lms/concepts/verbs/';
  const edlmType = 'https://xapi.edlm/profiles/edlm-lms/concepts/activity-types/';
  const tla = 'https://w3id.org/xapi/tla/verbs/';
  const course = 'https://w3id.org/xapi/cmi5/activitytype/course';
  const faceToFace = 'https://w3id.org/xapi/acrossx/activities/face-to-face-discussion';

  it.each<[string, string, EventKind]>([
    [`${tinCan}viewed`, course, 'viewed'],
    [`${edlm}enrolled`, course, 'registered'],
    [`${tla}resumed`, course, 'registered'],
    [`${tla}suspended`, course, 'withdrew'],
    [`${stream}leave`, course, 'withdrew'],
    [`${tla}suspended`, `${tinCanType}survey`, 'left'],
    [`${tla}resumed`, `${edlmType}lesson-session`, 'launched'],
    [`${edlm}login`, `${tinCanType}lms`, 'launched'],
    [`${edlm}logout`, `${tinCanType}lms`, 'left'],
    [`${adl}registered`, `${tinCanType}lms`, 'other'], // an account was made
    [`${adl}registered`, faceToFace, 'other'], // signed up for a session
    [`${tinCan}unregistered`, faceToFace, 'other'],
    [`${adl}attended`, faceToFace, 'attended'],
    [`${stream}schema/1.0/join`, `${adlType}meeting`, 'attended'],
    [`${stream}schema/1.0/leave`, `${adlType}meeting`, 'left'],
    [`${stream}join`, `${edlmType}group`, 'other'],
    [`${stream}schema/1.0/start`, `${adlType}attempt`, 'launched'],
    [`${adl}answered`, `${adlType}cmi.interaction`, 'answered'],
    [`${adl}completed`, `${adlType}attempt`, 'submitted'],
    [`${adl}completed`, course, 'completed'],
    [`${stream}schema/1.0/submit`, `${edlmType}submission`, 'submitted'],
    [`${stream}submit`, `${tinCanType}survey`, 'submitted'],
    [`${tla}scored`, `${edlmType}submission`, 'graded'],
    ['https://w3id.org/xapi/dod-isd/verbs/assessed', `${adlType}cmi.interaction`, 'graded'],
    [`${stream}create`, `${tinCanType}discussion`, 'asked'],
    [`${stream}create`, `${stream}note`, 'other'],
    [`${tinCan}replied`, `${tinCanType}forum-reply`, 'replied'],
    [`${stream}send`, `${tinCanType}chat-message`, 'replied'],
    [`${stream}delete`, `${tinCanType}forum-reply`, 'other'],
  ])('%s on %s is %s', (verb, type, expected) => {
    expect(kind({ verb, type })).toBe(expected);
  });
});

describe("Open edX's transformer", () => {
  const own: Context = {
    extensions: {
      'https://w3id.org/xapi/openedx/extension/transformer-version': 'event-routing-backends@9.3.0',
    },
  };
  const problem = `${adlType}cmi.interaction`;
  const across = 'https://w3id.org/xapi/acrossx/verbs/';
  const score = { scaled: 0, raw: 0, min: 0, max: 1 };

  it('tells the press of the button, the marked response and the grade of a problem apart', () => {
    expect(kind({ verb: verbs.attempted, type: problem, context: own })).toBe('submitted');
    expect(kind({ verb: `${across}evaluated`, type: problem, result: { success: true }, context: own })).toBe(
      'answered',
    );
    expect(kind({ verb: verbs.attempted, type: `${adlType}question`, result: { score }, context: own })).toBe(
      'graded',
    );
    expect(
      kind({ verb: `${tinCan}earned`, type: `${tinCanType}resource`, result: { score }, context: own }),
    ).toBe('graded');
  });

  it('asking for a hint or a solution is no question', () => {
    expect(kind({ verb: verbs.asked, type: `${tinCanType}solution`, context: own })).toBe('interacted');
  });

  it('a thread is a question, a post in one is a reply', () => {
    const type = `${tinCanType}discussion`;
    const grouping = [{ id: 'http://example.org/api/discussion/v1/threads/1', definition: { type } }];
    expect(kind({ verb: `${across}posted`, type, context: own })).toBe('asked');
    expect(
      kind({ verb: `${across}posted`, type, context: { ...own, contextActivities: { grouping } } }),
    ).toBe('replied');
  });

  it.each<[string, string, EventKind]>([
    [verbs.registered, `${adlType}course`, 'registered'],
    [`${tinCan}unregistered`, `${adlType}course`, 'withdrew'],
    [verbs.passed, `${adlType}course`, 'passed'],
    [verbs.initialized, 'https://w3id.org/xapi/openedx/activity/timed-assessment', 'launched'],
    [verbs.terminated, 'https://w3id.org/xapi/openedx/activity/timed-assessment', 'submitted'],
    [verbs.terminated, video, 'video'],
    ['https://w3id.org/xapi/dod-isd/verbs/navigated', `${adlType}link`, 'viewed'],
    ['https://w3id.org/xapi/openedx/verb/voted', `${tinCanType}discussion`, 'interacted'],
  ])('%s on %s is %s', (verb, type, expected) => {
    expect(kind({ verb, type, context: own })).toBe(expected);
  });
});

describe('H5P', () => {
  it('opens by attempted, answers single items, ends by completed', () => {
    expect(kind({ verb: verbs.attempted, type: `${adlType}cmi.interaction` })).toBe('launched');
    expect(kind({ verb: verbs.interacted })).toBe('interacted');
    expect(kind({ verb: verbs.answered, type: `${adlType}cmi.interaction` })).toBe('answered');
    expect(kind({ verb: verbs.completed, result: { score: { scaled: 1 } } })).toBe('completed');
    expect(kind({ verb: 'http://activitystrea.ms/schema/1.0/consume' })).toBe('viewed');
  });
});
