import { describe, expect, it } from '@jest/globals';
import { systemSentence } from './system-sentence.js';

const well = { down: [], deadLetters: 0, oldestSeconds: 3, modelAlarms: 0 };

describe('first line of the system page', () => {
  it('says that nothing is lost and nothing waits', () => {
    expect(systemSentence(well)).toEqual({
      zh: '没有丢失。也没有需要处理的记录。',
      en: 'Nothing lost. Nothing waits for you.',
    });
  });

  it('counts what waits for the operator', () => {
    expect(systemSentence({ ...well, deadLetters: 14 }).en).toBe('Nothing lost. 14 events wait for you.');
    expect(systemSentence({ ...well, deadLetters: 1 }).en).toBe('Nothing lost. 1 event waits for you.');
  });

  it('says that the model has drifted, after what waits', () => {
    expect(systemSentence({ ...well, modelAlarms: 2 })).toEqual({
      zh: '没有丢失。也没有需要处理的记录。正在使用的模型有 2 项偏移。',
      en: 'Nothing lost. Nothing waits for you. The model in use has drifted in 2 respects.',
    });
  });

  it('tells how far behind it is, from a minute on', () => {
    expect(systemSentence({ ...well, oldestSeconds: 75.4 }).zh).toBe(
      '没有丢失。最早一条已等待 75 秒。也没有需要处理的记录。',
    );
  });

  it('names a store that does not answer before everything else', () => {
    expect(systemSentence({ ...well, down: ['clickhouse'], deadLetters: 3 }).en).toMatch(
      /^clickhouse does not answer\./,
    );
  });
});
