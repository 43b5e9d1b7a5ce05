import { msPerHour, msPerMinute, startOfDay } from './calendar.js';
import { teacherOf } from './ask-question.js';
import { isOpen, type Enrolment } from './enrolment.js';
import { Random } from './random.js';
import { isoDuration } from './statement.js';
import { learnFromTraining, practise } from './skills.js';
import { sayAsStaff, type World } from './visit.js';

/**
 * A training day at the county's centre: who is invited, comes or does not; who comes is judged on a hands-on skill.
 * The registrar does not know who has quietly left: they are invited too. The sheet is entered up to three days later.
 */
export function holdTraining(enrolment: Enrolment, day: number, world: World): void {
  const training = enrolment.run.trainings[enrolment.invitations];
  if (!training || !isOpen(enrolment) || day - enrolment.startDay < 7) return;
  enrolment.invitations++;
  const { learner } = enrolment;
  const random = new Random(world.seed, 'training', learner.index, day);
  const comes = !enrolment.departure && random.chance(attendanceChance(enrolment));
  const starts = startOfDay(day) + 9 * msPerHour;
  const entered = sheetEntered(world.seed, learner.village.county, day) + learner.index;
  const about = {
    actor: learner.actor,
    enrolment,
    arrivesAt: entered,
    instructor: teacherOf(learner.village.county),
  };
  if (!comes) {
    sayAsStaff(world.outbox, random, {
      ...about,
      kind: 'absent',
      verb: 'absent',
      object: training.session,
      at: starts,
    });
    return;
  }
  enrolment.lastTrainingDay = enrolment.lastContactDay = enrolment.lastActiveDay = day;
  enrolment.excusedDays = 0;
  enrolment.engagement += 0.3;
  const skill = enrolment.skills[training.skill]!;
  practise(skill, learnFromTraining, day, random);
  sayAsStaff(world.outbox, random, {
    ...about,
    kind: 'attended',
    verb: 'attended',
    object: training.session,
    at: starts,
    result: { completion: true, duration: isoDuration(6 * 3600) },
  });
  // Practice is harder to guess than a question: nearly only those who know the skill show it.
  const success = random.chance(skill.known ? 0.92 : 0.12);
  const scaled = Math.round(100 * (success ? random.between(0.7, 1) : random.between(0.2, 0.6))) / 100;
  sayAsStaff(world.outbox, random, {
    ...about,
    kind: 'skill_checked',
    verb: 'skillChecked',
    object: training.check,
    at: starts + 5 * msPerHour + random.whole(0, 60) * msPerMinute,
    result: { success, score: { scaled, raw: Math.round(100 * scaled), min: 0, max: 100 } },
  });
}

function attendanceChance({ engagement, learner }: Enrolment): number {
  return 1 / (1 + Math.exp(-(1 + 0.8 * engagement - 0.8 * learner.remoteness - 0.4 * learner.workload)));
}

/** A county's sheet comes in one evening, 0 to 3 days after the training. */
function sheetEntered(seed: number, county: string, day: number): number {
  const random = new Random(seed, 'sheet', county, day);
  return startOfDay(day + random.whole(0, 4)) + Math.floor(random.between(18, 21) * msPerHour);
}
