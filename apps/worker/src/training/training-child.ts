import { constants, setPriority } from 'node:os';
import { challenge, learnRisk } from '#pipelines/training';
import type { TrainingQuestion, TrainingReply } from './training-question.js';

// Training takes whole cores for minutes: whoever takes statements in must always come first.
setPriority(constants.priority.PRIORITY_LOW);

process.once('message', (question: TrainingQuestion) => {
  process.send?.(replyTo(question), undefined, {}, () => process.disconnect());
});

function replyTo(question: TrainingQuestion): TrainingReply {
  try {
    return {
      answer:
        question.kind === 'challenge' ? challenge(question.task) : learnRisk(question.table, question.seed),
    };
  } catch (error) {
    if (error instanceof RangeError) return { problem: 'nothing-to-learn', message: error.message };
    return {
      problem: 'failed',
      message: error instanceof Error ? (error.stack ?? error.message) : String(error),
    };
  }
}
