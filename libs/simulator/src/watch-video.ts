import { videoExtensions } from '#libs/contracts';
import { learnFromVideo, practise } from './skills.js';
import type { RunModule, VideoStep } from './run.js';
import { isoDuration, type Result } from './statement.js';
import type { Visit } from './visit.js';

type Stretch = readonly [from: number, to: number];

const tenth = (seconds: number): number => Math.round(seconds * 10) / 10;

/**
 * Watches a video at normal speed, as the xAPI video profile 1.0.3 tells it, and returns the share that was covered.
 * Those who skip jump from the beginning to the end: the player then says completed, the played segments do not.
 */
export function watchVideo(visit: Visit, { activity, length }: VideoStep, module: RunModule): number {
  const { random, enrolment, day } = visit;
  const skips = random.chance(enrolment.learner.skipper ? 0.75 : 0.04);
  const stops = !skips && random.chance(0.15);
  const stretches = drawStretches(visit, length, skips, stops);
  const session = { [videoExtensions.sessionId]: visit.random.uuid(), [videoExtensions.length]: length };
  const parent = [module.activity];
  const played: Stretch[] = [];
  const say = (verb: 'initialized' | 'videoPlayed' | 'videoPaused' | 'terminated', result: Result): void => {
    visit.say('video', verb, activity, { result, parent, extensions: session });
  };

  say('initialized', { extensions: { [videoExtensions.time]: 0 } });
  visit.pass(random.between(1, 4));
  for (const [index, [from, to]] of stretches.entries()) {
    const last = stretches[index - 1];
    if (last && last[1] !== from) {
      const result = { extensions: { [videoExtensions.timeFrom]: last[1], [videoExtensions.timeTo]: from } };
      visit.say('video', 'videoSeeked', activity, { result, parent, extensions: session });
      visit.pass(1);
    }
    say('videoPlayed', { extensions: { [videoExtensions.time]: from } });
    visit.pass(to - from);
    played.push([from, to]);
    const progress = { extensions: progressAt(to, length, played) };
    if (to < length) {
      say('videoPaused', progress);
      visit.pass(random.between(2, 60));
    }
  }
  const end = stretches.at(-1)?.[1] ?? 0;
  const coverage = played.reduce((sum, [from, to]) => sum + to - from, 0) / length;
  const extensions = progressAt(end, length, played);
  const watched = isoDuration(coverage * length);
  if (end >= length) {
    const result = { completion: true, duration: watched, extensions };
    visit.say('video', 'completed', activity, { result, parent, extensions: session });
    visit.pass(1);
  }
  say('terminated', { duration: watched, extensions });
  practise(enrolment.skills[module.skill]!, learnFromVideo * coverage, day, random);
  return coverage;
}

/** What is played, in order, without overlap, in tenths of a second. */
function drawStretches(visit: Visit, length: number, skips: boolean, stops: boolean): Stretch[] {
  const { random } = visit;
  if (skips) {
    const lead = tenth(random.between(10, 0.2 * length));
    return [
      [0, lead],
      [tenth(length - random.between(8, 0.15 * length)), length],
    ];
  }
  const end = stops ? tenth(random.between(0.2, 0.85) * length) : length;
  if (!random.chance(0.25)) return [[0, end]];
  const pause = tenth(random.between(0.2, 0.8) * end);
  return [
    [0, pause],
    [pause, end],
  ];
}

function progressAt(time: number, length: number, played: readonly Stretch[]): Record<string, unknown> {
  const seen = played.reduce((sum, [from, to]) => sum + to - from, 0);
  return {
    [videoExtensions.time]: time,
    [videoExtensions.progress]: Math.round((1000 * seen) / length) / 1000,
    [videoExtensions.playedSegments]: played
      .map(([from, to]) => `${String(from)}[.]${String(to)}`)
      .join('[,]'),
  };
}
