import { constants, setPriority } from 'node:os';
import { challenge, judgeWatch, learnRisk, recalibrate } from '#pipelines/training';
import type { TrainingQuestion, TrainingReply } from './training-question.js';

// Training takes whole cores for minutes: whoever takes statements in must always come first.
setPriority(constants.priority.PRIORITY_LOW);

process.once('message', (question: TrainingQuestion) => {
  process.send?.(replyTo(question), undefined, {}, () => process.disconnect());
});

function replyTo(question: TrainingQuestion): TrainingReply {
  try {
    return { answer: answerTo(question) };
  } catch (error) {
    if (error instanceof RangeError) return { problem: 'nothing-to-learn', message: error.message };
    return {
      problem: 'failed',
      message: error instanceof Error ? (error.stack ?? error.message) : String(error),
    };
  }
}

function answerTo(question: TrainingQuestion): unknown {
  switch (question.kind) {
    case 'challenge':
      return challenge(question.task);
    case 'learn':
      return learnRisk(question.table, question.seed);
    case 'watch':
      return judgeWatch(question.task);
    case 'recalibrate':
      return recalibrate(question.task);
  }
}
