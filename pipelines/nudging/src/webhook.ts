import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isNativeError } from 'node:util/types';
import { Webhook } from 'standardwebhooks';
import { publicLookup, refusePrivateHost } from './address-guard.js';

export interface WebhookCall {
  readonly url: string;
  /** `whsec_` and base64. */
  readonly secret: string;
  /** The same in every attempt: by it the receiver knows what it has had already. */
  readonly id: string;
  readonly body: string;
  readonly timeoutMs: number;
  /** Whether plain HTTP and addresses inside the operator's network will do, as in a demo on one machine. */
  readonly privateAddresses: boolean;
  /** Ends the request early; that counts as a failure. */
  readonly signal: AbortSignal;
}

export type WebhookResult =
  | { readonly kind: 'taken'; readonly status: number }
  | { readonly kind: 'failed'; readonly status: number | null; readonly error: string };

/**
 * Sends once, signed as Standard Webhooks (HMAC-SHA-256 over id, timestamp and body). 2xx means taken; redirects are
 * not followed, for they would carry the body to where nobody has agreed to send it. Does not throw: what went wrong
 * is the result, in words that name no address.
 */
export async function callWebhook(call: WebhookCall): Promise<WebhookResult> {
  try {
    const status = await post(call);
    if (status >= 200 && status < 300) return { kind: 'taken', status };
    const error =
      status >= 300 && status < 400 ? 'answered by a redirect, which is refused' : `answered ${status}`;
    return { kind: 'failed', status, error };
  } catch (error) {
    return { kind: 'failed', status: null, error: wordsFor(error, call) };
  }
}

function post(call: WebhookCall): Promise<number> {
  const url = new URL(call.url);
  if (!call.privateAddresses) {
    if (url.protocol !== 'https:') throw new UnsafeUrlError();
    refusePrivateHost(url);
  }
  const timestamp = new Date();
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(call.body),
    'user-agent': 'snowlight',
    'webhook-id': call.id,
    'webhook-timestamp': String(Math.floor(timestamp.getTime() / 1000)),
    'webhook-signature': new Webhook(call.secret).sign(call.id, timestamp, call.body),
  };
  return new Promise((resolve, reject) => {
    const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const sent = request(url, {
      method: 'POST',
      headers,
      signal: AbortSignal.any([call.signal, AbortSignal.timeout(call.timeoutMs)]),
      ...(!call.privateAddresses && { lookup: publicLookup }),
    });
    sent.on('error', reject);
    sent.once('response', (response) => {
      // the status is all that counts: a body that breaks off or never ends changes nothing
      response.on('error', () => undefined);
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.end(call.body);
  });
}

class UnsafeUrlError extends Error {
  readonly code = 'NOT_HTTPS';
}

function wordsFor(error: unknown, { signal, timeoutMs }: WebhookCall): string {
  if (signal.aborted) return 'broken off: the sender was stopped';
  if (!isNativeError(error)) return 'failed';
  if (error.name === 'AbortError' || error.name === 'TimeoutError')
    return `no answer within ${timeoutMs / 1000} s`;
  // a driver's message names addresses of the operator's network, its code does not
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
