import { snowlightActivityTypes, snowlightExtensions } from '#libs/contracts';
import { describe, expect, it } from '@jest/globals';
import type { Activity, Context, Statement } from '../statement.js';
import { parentOf, runOf } from './run.js';

const adl = 'http://adlnet.gov/expapi/activities/';
const of = (id: string, type?: string): Activity => ({
  id,
  ...(type !== undefined && { definition: { type } }),
});
const course = (id: string) => of(id, `${adl}course`);
const about = (object: Activity, context?: Context): Statement => ({
  actor: { mbox: 'mailto:a@example.org' },
  verb: { id: 'x:y' },
  object,
  ...(context && { context }),
});
const page = of('x:page');

describe('the run of a statement', () => {
  it.each<[string, Statement, string]>([
    ['nothing names one', about(page), ''],
    [
      'the extension',
      about(page, {
        extensions: { [snowlightExtensions.run]: 'x:run' },
        contextActivities: { parent: [course('x:course')] },
      }),
      'x:run',
    ],
    [
      'an extension of another form counts for nothing',
      about(page, { extensions: { [snowlightExtensions.run]: 7 } }),
      '',
    ],
    [
      "an activity of Snowlight's run type before a course",
      about(page, {
        contextActivities: {
          parent: [course('x:course')],
          grouping: [of('x:run', snowlightActivityTypes.run)],
        },
      }),
      'x:run',
    ],
    [
      'parent before grouping before category',
      about(page, {
        contextActivities: { category: [course('x:3')], grouping: [course('x:2')], parent: [course('x:1')] },
      }),
      'x:1',
    ],
    [
      'grouping before category',
      about(page, { contextActivities: { category: [course('x:3')], grouping: course('x:2') } }),
      'x:2',
    ],
    [
      'category',
      about(page, { contextActivities: { category: [course('x:3')], other: [course('x:4')] } }),
      'x:3',
    ],
    ['other activities do not count', about(page, { contextActivities: { other: [course('x:4')] } }), ''],
    ['the object itself', about(course('x:course')), 'x:course'],
    [
      'a course around before the object, which a content package may be too',
      about(course('x:package'), { contextActivities: { parent: [course('x:course')] } }),
      'x:course',
    ],
    [
      'Moodle lists from near to far',
      about(page, {
        contextActivities: {
          parent: [
            of(
              'http://m.example.org/mod/imscp/view.php?id=1',
              'https://w3id.org/xapi/cmi5/activitytype/course',
            ),
            of('x:section'),
            of('http://m.example.org/course/view.php?id=2', 'https://w3id.org/xapi/cmi5/activitytype/course'),
          ],
        },
      }),
      'http://m.example.org/course/view.php?id=2',
    ],
    [
      'Moodle by its id',
      about(page, { contextActivities: { parent: [of('http://m.example.org/course/view.php?id=2')] } }),
      'http://m.example.org/course/view.php?id=2',
    ],
    [
      'Open edX by its id',
      about(of('http://edx.example.org/course/course-v1:edX+DemoX+2026')),
      'http://edx.example.org/course/course-v1:edX+DemoX+2026',
    ],
    ['Open edX by its bare key', about(of('course-v1:edX+DemoX+2026')), 'course-v1:edX+DemoX+2026'],
    [
      'Open edX by the key of a block',
      about(of('block-v1:edX+DemoX+2026+type@problem+block@3fc5')),
      'course-v1:edX+DemoX+2026',
    ],
    [
      'Open edX by the address of a block',
      about(of('http://edx.example.org/xblock/block-v1:edX+DemoX+2026+type@problem+block@3fc5')),
      'http://edx.example.org/course/course-v1:edX+DemoX+2026',
    ],
    [
      'a custom course of Open edX',
      about(of('http://edx.example.org/xblock/ccx-block-v1:edX+DemoX+2026+ccx@1+type@video+block@0b9e')),
      'http://edx.example.org/course/ccx-v1:edX+DemoX+2026+ccx@1',
    ],
  ])('%s', (_, statement, run) => {
    expect(runOf(statement)).toBe(run);
  });
});

describe('the nearest enclosing activity below the run', () => {
  const quiz = of('x:quiz', `${adl}assessment`);
  it.each<[string, Context | undefined, string]>([
    ['none without context', undefined, ''],
    [
      'the first parent',
      { contextActivities: { parent: [quiz, of('x:section')], grouping: [of('x:module')] } },
      'x:quiz',
    ],
    [
      'an attempt is passed over',
      { contextActivities: { parent: [of('x:attempt', `${adl}attempt`), quiz] } },
      'x:quiz',
    ],
    ['the run is none', { contextActivities: { parent: [of('x:run')] } }, ''],
    ['a course is none', { contextActivities: { parent: [course('x:course')] } }, ''],
    [
      'grouping, where parents name none',
      { contextActivities: { parent: [course('x:course')], grouping: of('x:module') } },
      'x:module',
    ],
  ])('%s', (_, context, parent) => {
    expect(parentOf(about(page, context), 'x:run')).toBe(parent);
  });
});
