import { setTimeout as sleep } from 'node:timers/promises';
import type { Keyring, Vault } from '#libs/privacy';
import { claimNext, type ClaimDeps, type ClaimedNudge } from './claim-next.js';
import { accountOf, intentOf } from './intent.js';
import { dayOfRetries, retryWait, type RetrySchedule } from './policy/retry.js';
import { openWebhookSecret } from './webhook-secret.js';
import { callWebhook, type WebhookResult } from './webhook.js';

export interface SenderDeps extends ClaimDeps {
  readonly keyring: Keyring;
  readonly vault: Pick<Vault, 'reveal'>;
  /** Where outcomes are reported to, without a trailing slash; asked at each sending. */
  readonly publicUrl: () => string;
  /** Embedded mode: true. Else webhooks go by HTTPS to public addresses alone. */
  readonly privateAddresses: boolean;
  /** Is told what kept the sender from its work; the nudge concerned is tried again. */
  readonly onError: (error: unknown) => void;
}

export interface SenderOptions {
  /** How often to look for what is due. A demo's free hours pass in less than a second. */
  readonly pollMs?: number;
  /** Requests under way at once, per tenant: one tenant's slow service holds up nobody else. */
  readonly perTenant?: number;
  readonly timeoutMs?: number;
  readonly leaseMs?: number;
  readonly retries?: RetrySchedule;
  /** How long to leave a tenant alone after an error of ours. */
  readonly errorPauseMs?: number;
}

export interface Sender {
  /** Claims nothing more; waits for requests under way, and after `graceMs` breaks them off (they are retried). */
  stop(graceMs?: number): Promise<void>;
}

/**
 * Sends what is due until stopped. Any number of senders may run side by side.
 *
 * A nudge goes at least once: if the process dies between the answer and its record, the lease runs out and another
 * sender sends it again under the same `webhook-id`, by which the receiver knows it.
 */
export function startSender(deps: SenderDeps, options: SenderOptions = {}): Sender {
  const { pollMs = 250, perTenant = 4, errorPauseMs = 5_000, leaseMs = 60_000 } = options;
  const stopping = new AbortController();
  const breakOff = new AbortController();
  const draining = new Map<string, Promise<void>>();
  const underWay = new Map<string, Set<Promise<void>>>();

  const pause = async (ms: number): Promise<void> => {
    // rejects when stopping: then there is no reason to wait
    await sleep(ms, undefined, { signal: stopping.signal }).catch(() => undefined);
  };

  async function drain(tenant: string): Promise<void> {
    const requests = underWay.get(tenant) ?? new Set();
    underWay.set(tenant, requests);
    while (!stopping.signal.aborted) {
      if (requests.size >= perTenant) {
        await Promise.race(requests);
        continue;
      }
      const claim = await claimNext(deps, tenant, leaseMs);
      if (claim.kind === 'nothing-due') return;
      if (claim.kind === 'held') continue;
      const request = deliver(deps, options, claim.claimed, breakOff.signal)
        .catch(deps.onError)
        .finally(() => requests.delete(request));
      requests.add(request);
    }
  }

  async function drainOrPause(tenant: string): Promise<void> {
    try {
      await drain(tenant);
    } catch (error) {
      deps.onError(error);
      await pause(errorPauseMs);
    } finally {
      draining.delete(tenant);
    }
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        for (const tenant of await deps.nudges.tenantsWithOpen())
          if (!draining.has(tenant)) draining.set(tenant, drainOrPause(tenant));
        await pause(pollMs);
      } catch (error) {
        deps.onError(error);
        await pause(errorPauseMs);
      }
    }
  }
  const running = run();

  return {
    async stop(graceMs = 3_000) {
      stopping.abort();
      const timer = setTimeout(() => breakOff.abort(), graceMs);
      await running;
      await Promise.all(draining.values());
      await Promise.all([...underWay.values()].flatMap((requests) => [...requests]));
      clearTimeout(timer);
    },
  };
}

async function deliver(
  deps: SenderDeps,
  options: SenderOptions,
  { attempt, nudge, stored, timeZone }: ClaimedNudge,
  signal: AbortSignal,
): Promise<void> {
  const { timeoutMs = 10_000, retries = dayOfRetries } = options;
  const result = await send();
  if (result.kind === 'taken') {
    await deps.nudges.recordSent(nudge.id, attempt, result.status);
    return;
  }
  const wait = retryWait(nudge.failures + 1, nudge.sinceFirstMs, Math.random(), retries);
  await deps.nudges.recordFailure(nudge.id, attempt, result, wait);

  async function send(): Promise<WebhookResult> {
    const { rule, sealedSecret } = stored;
    const { tenant, learnerPid } = nudge;
    try {
      const agents = rule.recommender.identity
        ? await deps.vault.reveal(tenant, [learnerPid])
        : new Map<string, string>();
      const intent = intentOf(nudge, rule, timeZone, deps.publicUrl(), accountOf(agents.get(learnerPid)));
      return await callWebhook({
        url: rule.recommender.url,
        secret: openWebhookSecret(deps.keyring, tenant, rule.code, sealedSecret),
        id: nudge.id,
        body: JSON.stringify(intent),
        timeoutMs,
        privateAddresses: deps.privateAddresses,
        signal,
      });
    } catch (error) {
      deps.onError(error);
      return { kind: 'failed', status: null, error: 'could not be put together; see the log' };
    }
  }
}
