import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import { NudgeIntent, type NudgeOutcome } from '#libs/contracts';
import { type Step, stepsFor } from './behaviour.js';
import { Inbox } from './inbox.js';
import { type Recommendation, recommend } from './recommend.js';
import { reportOutcome } from './report.js';
import type { Settings } from './settings.js';

/** What `GET /recommendations` shows. Learners by pseudonym alone. */
export interface Entry {
  readonly id: string;
  readonly learner: string;
  readonly course: string;
  readonly receivedAt: string;
  readonly recommendation: Recommendation;
  readonly outcomes: NudgeOutcome[];
}

export interface Answer {
  readonly status: number;
  readonly body: object;
}

const shown = 50;

/** The service behind its HTTP door: takes intents, recommends, and reports what came of it. */
export class Recommender {
  private readonly webhook: Webhook;
  private readonly inbox = new Inbox();
  private readonly entries: Entry[] = [];
  private readonly stopping = new AbortController();

  /** @throws Error where the secret is none. */
  constructor(
    private readonly settings: Settings,
    private readonly print: (line: string) => void,
  ) {
    this.webhook = new Webhook(settings.secret);
    // every outcome that is still to be reported waits on it: hundreds are no leak
    setMaxListeners(0, this.stopping.signal);
  }

  /** Newest first. */
  recent(): readonly Entry[] {
    return this.entries.toReversed();
  }

  stop(): void {
    this.stopping.abort();
  }

  /** Answers at once; everything that takes time happens afterwards, for the sender waits 10 s and no longer. */
  receive(headers: Readonly<Record<string, string>>, body: string): Answer {
    let content: unknown;
    try {
      // checks the signature over id, timestamp and body, and that the timestamp is within 5 minutes of our clock
      content = this.webhook.verify(body, headers);
    } catch (error) {
      const forged = error instanceof WebhookVerificationError;
      if (!forged && !(error instanceof SyntaxError)) throw error;
      this.print(`refused   ${error.message}`);
      return { status: forged ? 401 : 400, body: { error: error.message } };
    }
    const intent = NudgeIntent.safeParse(content);
    if (!intent.success) {
      this.print('refused   signed, but no intent of a version that is known here');
      return { status: 422, body: { error: 'not a snowlight.nudge.intent.v1' } };
    }
    return this.take(intent.data, headers['webhook-timestamp'] ?? '');
  }

  private take(intent: NudgeIntent, timestamp: string): Answer {
    const now = Date.now();
    const arrival = this.inbox.take(intent.id, timestamp, now);
    if (arrival === 'replay') {
      this.print(`refused   ${intent.id} the same request a second time`);
      return { status: 409, body: { error: 'this request was received before' } };
    }
    if (arrival === 'retry') {
      this.print(`repeated  ${intent.id} is in hand already`);
      return { status: 202, body: { id: intent.id, status: 'in hand already' } };
    }
    const recommendation = recommend(intent);
    const entry: Entry = {
      id: intent.id,
      learner: intent.learner.pid,
      course: intent.course,
      receivedAt: new Date(now).toISOString(),
      recommendation,
      outcomes: [],
    };
    this.entries.push(entry);
    if (this.entries.length > shown) this.entries.shift();
    this.print(
      `received  ${intent.id} learner ${intent.learner.pid}: ${intent.reason.drivers[0]?.text.en ?? 'no reason given'}`,
    );
    this.print(`recommend ${intent.id} ${recommendation.text.en}`);
    for (const step of stepsFor(this.settings.seed, intent.id, this.settings.delay))
      void this.follow(intent, entry, step, now);
    return { status: 202, body: { id: intent.id, status: 'accepted', recommendation } };
  }

  private async follow(intent: NudgeIntent, entry: Entry, step: Step, receivedAt: number): Promise<void> {
    const { signal } = this.stopping;
    try {
      await sleep(step.after * 1000, undefined, { signal });
      const outcome: NudgeOutcome = {
        status: step.status,
        at: this.learnersTime(intent, receivedAt).toISOString(),
        ...(step.detail !== undefined && { detail: step.detail }),
      };
      await reportOutcome(intent.callback.url, this.settings.callbackKey, outcome, signal);
      entry.outcomes.push(outcome);
      this.print(`reported  ${intent.id} ${step.status}`);
    } catch (error) {
      if (!signal.aborted)
        this.print(
          `lost      ${intent.id} ${step.status}: ${error instanceof Error ? error.message : String(error)}`,
        );
    }
  }

  /** In a demo the learners live faster than we do; the intent tells what time it was for them when it went. */
  private learnersTime(intent: NudgeIntent, receivedAt: number): Date {
    const { clockFactor } = this.settings;
    if (clockFactor === 1) return new Date();
    return new Date(Date.parse(intent.constraints.notBefore) + (Date.now() - receivedAt) * clockFactor);
  }
}
