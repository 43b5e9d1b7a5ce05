import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ModelWatch } from '#libs/contracts';
import type { LandmarkTable } from '#libs/models';
import type {
  ChallengeAnswer,
  ChallengeTask,
  RecalibratingHand,
  RecalibrationAnswer,
  RecalibrationTask,
  TrainedRisk,
  TrainingHand,
  WatchingHand,
  WatchTask,
} from '#pipelines/training';
import type { TrainingQuestion, TrainingReply } from './training-question.js';

/** It was told to stop; what it did is done again by whoever asks next. */
export class TrainingStopped extends Error {
  override readonly name = 'TrainingStopped';
}

/** How the child is started; in specs from the source. */
export interface TrainingEntry {
  readonly path: string;
  readonly execArgv: readonly string[];
}

const built: TrainingEntry = {
  path: fileURLToPath(new URL('./training-child.js', import.meta.url)),
  execArgv: [],
};

/**
 * Trains, and judges, in a process of its own, at the lowest priority: in this one, every statement that comes in would wait for it.
 * One question at a time, a new process for each, so that its memory is given back.
 */
export class TrainingProcess implements TrainingHand, WatchingHand, RecalibratingHand {
  #child: ChildProcess | undefined;
  #isStopped = false;

  constructor(private readonly entry: TrainingEntry = built) {}

  async challenge(task: ChallengeTask): Promise<ChallengeAnswer> {
    return (await this.#ask({ kind: 'challenge', task })) as ChallengeAnswer;
  }

  async learn(table: LandmarkTable, seed: number): Promise<TrainedRisk> {
    return (await this.#ask({ kind: 'learn', table, seed })) as TrainedRisk;
  }

  async watch(task: WatchTask): Promise<ModelWatch> {
    return (await this.#ask({ kind: 'watch', task })) as ModelWatch;
  }

  async recalibrate(task: RecalibrationTask): Promise<RecalibrationAnswer> {
    return (await this.#ask({ kind: 'recalibrate', task })) as RecalibrationAnswer;
  }

  /** Whoever waits for an answer is rejected with `TrainingStopped`. */
  stop(): void {
    this.#isStopped = true;
    this.#child?.kill('SIGKILL');
  }

  /** Asked anew after waiting. */
  #wasStopped(): boolean {
    return this.#isStopped;
  }

  async #ask(question: TrainingQuestion): Promise<unknown> {
    if (this.#isStopped) throw new TrainingStopped();
    // it needs no settings, and must not know secrets
    const child = fork(this.entry.path, [], {
      execArgv: [...this.entry.execArgv],
      env: {},
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.#child = child;
    try {
      const reply = await replyOf(child, question);
      if ('answer' in reply) return reply.answer;
      throw reply.problem === 'nothing-to-learn' ? new RangeError(reply.message) : new Error(reply.message);
    } catch (error) {
      throw this.#wasStopped() ? new TrainingStopped() : error;
    } finally {
      this.#child = undefined;
    }
  }
}

function replyOf(child: ChildProcess, question: TrainingQuestion): Promise<TrainingReply> {
  return new Promise((resolve, reject) => {
    let reply: TrainingReply | undefined;
    child.once('message', (message) => (reply = message as TrainingReply));
    child.once('error', reject);
    // Its end, not its answer, is waited for: nothing may be left behind when we stop.
    child.once('exit', (code, signal) => {
      if (reply === undefined) reject(new Error(`the training process ended with ${String(code ?? signal)}`));
      else resolve(reply);
    });
    child.send(question, (error) => {
      if (error !== null) reject(error);
    });
  });
}
