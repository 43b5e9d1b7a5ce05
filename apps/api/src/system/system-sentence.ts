import type { BilingualText } from '#libs/contracts';

export interface SystemSituation {
  /** Names of stores that do not answer. */
  readonly down: readonly string[];
  readonly deadLetters: number;
  /** Seconds that the oldest waiting message has waited. */
  readonly oldestSeconds: number;
  /** In how many respects the risk model in use has drifted. */
  readonly modelAlarms: number;
}

/** Seconds from which messages that wait are worth a word. */
const late = 60;

/** First line of the system page: is anything lost, late or stuck? */
export function systemSentence({
  down,
  deadLetters,
  oldestSeconds,
  modelAlarms,
}: SystemSituation): BilingualText {
  if (down.length > 0)
    return {
      zh: `${down.join('、')} 没有应答；已收下的记录没有丢失，恢复后会继续。`,
      en: `${down.join(', ')} ${down.length === 1 ? 'does' : 'do'} not answer. What was taken in is not lost and goes on when ${down.length === 1 ? 'it is' : 'they are'} back.`,
    };
  const waiting =
    oldestSeconds >= late
      ? {
          zh: `最早一条已等待 ${String(Math.round(oldestSeconds))} 秒。`,
          en: ` The oldest has waited ${String(Math.round(oldestSeconds))} s.`,
        }
      : { zh: '', en: '' };
  const letters =
    deadLetters === 0
      ? { zh: '也没有需要处理的记录。', en: ' Nothing waits for you.' }
      : {
          zh: `有 ${deadLetters.toLocaleString('en')} 条记录等您处理。`,
          en: ` ${deadLetters.toLocaleString('en')} ${deadLetters === 1 ? 'event waits' : 'events wait'} for you.`,
        };
  const drifted =
    modelAlarms === 0
      ? { zh: '', en: '' }
      : {
          zh: `正在使用的模型有 ${String(modelAlarms)} 项偏移。`,
          en: ` The model in use has drifted in ${String(modelAlarms)} ${modelAlarms === 1 ? 'respect' : 'respects'}.`,
        };
  return {
    zh: `没有丢失。${waiting.zh}${letters.zh}${drifted.zh}`,
    en: `Nothing lost.${waiting.en}${letters.en}${drifted.en}`,
  };
}
