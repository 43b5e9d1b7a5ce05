import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

export interface Settings {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Shared with Snowlight's rule: `whsec_` and base64. */
  readonly secret: string;
  /** KEY:SECRET with the scope `nudges:write`. */
  readonly callbackKey: string;
  /** The same seed answers the same intent in the same way. */
  readonly seed: string;
  /** Seconds between one reported outcome and the next. */
  readonly delay: number;
  /** How many seconds pass for the learners in one of ours: 1, but for a demo whose province lives faster. */
  readonly clockFactor: number;
}

export const usage = `recommender-example: a small recommendation service for Snowlight's nudges

  --secret WHSEC            secret of the webhook, as the rule has it
  --callback-key KEY:SECRET key that outcomes are reported with (scope nudges:write)
  --host 127.0.0.1  --port 4100 (0 = any free one)
  --seed 1                  decides how learners answer
  --delay 2                 seconds between reported outcomes
  --clock-factor 1          seconds that pass for the learners in one second of ours

A value that begins with @ is read from that file: --secret @/run/secrets/webhook
Example: recommender-example --secret whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw --callback-key demo:change-me`;

/** The command line is wrong; the message says where. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/** @throws SettingsError */
export function readSettings(args: readonly string[]): Settings {
  const text = { type: 'string' } as const;
  const options = {
    host: { ...text, default: '127.0.0.1' },
    port: { ...text, default: '4100' },
    secret: text,
    'callback-key': text,
    seed: { ...text, default: '1' },
    delay: { ...text, default: '2' },
    'clock-factor': { ...text, default: '1' },
  };
  const { values } = parse(() => parseArgs({ args: [...args], options, strict: true }));
  const port = number('port', values.port);
  if (!Number.isInteger(port) || port > 65_535) throw new SettingsError('--port must be 0 to 65535');
  return {
    host: values.host,
    port,
    secret: required('secret', values.secret),
    callbackKey: required('callback-key', values['callback-key']),
    seed: values.seed,
    delay: number('delay', values.delay),
    clockFactor: number('clock-factor', values['clock-factor']),
  };
}

function parse<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw new SettingsError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

function required(name: string, value: string | undefined): string {
  if (value === undefined || value === '') throw new SettingsError(`--${name} must be given`);
  return value.startsWith('@') ? parse(() => readFileSync(value.slice(1), 'utf8')).trim() : value;
}

function number(name: string, value: string): number {
  const parsed = Number(value);
  if (!Number.isFinite(parsed) || parsed < 0)
    throw new SettingsError(`--${name} must be a number of 0 or more`);
  return parsed;
}
