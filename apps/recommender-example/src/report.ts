import { setTimeout as sleep } from 'node:timers/promises';
import type { NudgeOutcome } from '#libs/contracts';

const tries = 5;

/**
 * Reports an outcome to the callback of its intent. Repeats it where the network or the server failed: the callback
 * takes the same status at the same instant once. Rejects where it is refused, or fails five times.
 */
export async function reportOutcome(
  url: string,
  callbackKey: string,
  outcome: NudgeOutcome,
  signal: AbortSignal,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const failure = await post(url, callbackKey, outcome, signal);
    if (failure === null) return;
    if (!failure.again || attempt === tries) throw new Error(failure.words);
    await sleep(250 * 2 ** attempt, undefined, { signal });
  }
}

async function post(
  url: string,
  callbackKey: string,
  outcome: NudgeOutcome,
  signal: AbortSignal,
): Promise<{ readonly again: boolean; readonly words: string } | null> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Basic ${Buffer.from(callbackKey, 'utf8').toString('base64')}`,
      },
      body: JSON.stringify(outcome),
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(10_000)]),
    });
    await response.arrayBuffer();
    if (response.ok) return null;
    return { again: response.status >= 500 || response.status === 429, words: `answered ${response.status}` };
  } catch (error) {
    if (signal.aborted) throw error;
    return { again: true, words: error instanceof Error ? error.message : String(error) };
  }
}
