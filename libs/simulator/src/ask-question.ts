import { activityTypes } from '#libs/contracts';
import { dayOf, isHoliday, msPerDay, msPerHour, msPerMinute, startOfDay } from './calendar.js';
import { homePage } from './learner.js';
import { Random } from './random.js';
import type { Activity, Agent } from './statement.js';
import { sayAsStaff, type Visit, type World } from './visit.js';

/** The teacher of a county, an account without an enrolment. */
export const teacherOf = (county: string): Agent => ({
  objectType: 'Agent',
  account: { homePage, name: `teacher-${county}` },
});

/** Chance that nobody ever replies. */
const neverAnswered = 0.18;
const replies = [
  '请看讲义第二部分,里面有说明。',
  '问得好,下次线下实训时我们演示。',
  '可以,按指南的流程做就行。',
] as const;

/** Puts a question to the teachers, who reply after a day or so, late on holidays, or never. */
export function askQuestion(visit: Visit, world: World): void {
  const { random, enrolment, day } = visit;
  const { run, learner } = enrolment;
  const text = random.pick(run.course.questions);
  const topic: Activity = {
    objectType: 'Activity',
    id: `${run.forum.id}/${random.uuid()}`,
    definition: { type: activityTypes.forumTopic, name: { 'zh-CN': text } },
  };
  visit.pass(random.between(30, 180));
  const seenAt = visit.say('asked', 'asked', topic, { parent: [run.forum], result: { response: text } });
  const answeredAt = random.chance(neverAnswered) ? Infinity : replyInstant(seenAt, random);
  enrolment.questions.push({ askedOn: day, answeredAt, felt: false });
  if (answeredAt === Infinity) return;
  sayAsStaff(world.outbox, new Random(world.seed, 'reply', learner.index, visit.now), {
    kind: 'replied',
    verb: 'responded',
    actor: teacherOf(learner.village.county),
    object: topic,
    at: answeredAt,
    arrivesAt: answeredAt + 2000,
    enrolment,
    result: { response: random.pick(replies) },
  });
}

/** Log-normal with a median of 19 hours from when the question can be read, moved into the next working day's hours. */
function replyInstant(seenAt: number, random: Random): number {
  const drawn = seenAt + Math.floor(msPerHour * Math.exp(random.normal(Math.log(19), 1)));
  let day = dayOf(drawn);
  const hour = (drawn - startOfDay(day)) / msPerHour;
  if (hour >= 8 && hour < 22 && !isHoliday(day)) return drawn;
  if (hour >= 22) day++;
  while (isHoliday(day)) day++;
  return startOfDay(day) + Math.floor(msPerDay / 3 + random.between(0, 120 * msPerMinute));
}
