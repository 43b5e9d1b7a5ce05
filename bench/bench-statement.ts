import { randomUUID } from 'node:crypto';
import type { SeededRandom } from '#libs/models';

/** How many of each there are: enough that filters differ, few enough that each finds something. */
export const LEARNERS = 2000;
export const ACTIVITIES = 1000;
export const COURSES = 50;

export const verbIris = [
  'completed',
  'experienced',
  'answered',
  'passed',
  'failed',
  'launched',
  'initialized',
  'terminated',
  'attempted',
  'scored',
].map((verb) => `http://adlnet.gov/expapi/verbs/${verb}`);

export const learner = (number: number) => ({
  objectType: 'Agent' as const,
  account: { homePage: 'https://lms.example.org', name: `learner-${number}` },
});
export const activityIri = (number: number): string => `https://lms.example.org/activities/${number}`;
export const courseIri = (number: number): string => `https://lms.example.org/courses/${number}`;

/** A statement of about 1 kB, with an id that nobody else has, of the last day. */
export function benchStatement(random: SeededRandom) {
  const activity = random.integer(ACTIVITIES);
  const verb = verbIris[random.integer(verbIris.length)]!;
  return {
    id: randomUUID(),
    actor: { ...learner(random.integer(LEARNERS)), name: 'Learner' },
    verb: { id: verb, display: { 'en-US': verb.slice(verb.lastIndexOf('/') + 1) } },
    object: {
      objectType: 'Activity' as const,
      id: activityIri(activity),
      definition: {
        type: 'http://adlnet.gov/expapi/activities/assessment',
        name: { 'en-US': `Assessment ${activity}` },
        description: { 'en-US': `A bench assessment number ${activity}` },
      },
    },
    result: {
      score: { scaled: random.uniform(), raw: random.integer(100), min: 0, max: 100 },
      success: random.uniform() > 0.5,
      completion: true,
      duration: `PT${1 + random.integer(3000)}S`,
    },
    context: {
      registration: randomUUID(),
      platform: 'bench',
      language: 'en-US',
      contextActivities: {
        parent: [{ objectType: 'Activity' as const, id: courseIri(random.integer(COURSES)) }],
        grouping: [{ objectType: 'Activity' as const, id: 'https://lms.example.org/orgs/1' }],
      },
      extensions: { 'https://lms.example.org/ext/attempt': random.integer(5) },
    },
    timestamp: new Date(Date.now() - random.integer(86_400_000)).toISOString(),
  };
}
