/** Why the broker cannot be used, in one sentence for an operator; it holds no secret. */
export class KafkaUnusableError extends Error {
  override readonly name = 'KafkaUnusableError';
}

interface KafkaErrorFields {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly type?: unknown;
  readonly cause?: unknown;
  readonly errors?: unknown;
}

/** The error at the bottom: kafkajs wraps what happened in what it did about it. */
function innermost(error: unknown): KafkaErrorFields {
  let found = (error ?? {}) as KafkaErrorFields;
  while (typeof found.cause === 'object' && found.cause !== null) found = found.cause;
  const [first] = Array.isArray(found.errors) ? (found.errors as unknown[]) : [];
  return first === undefined ? found : innermost(first);
}

/** Type of the broker's answer (`TOPIC_AUTHORIZATION_FAILED`), or '' where it gave none. */
export function protocolType(error: unknown): string {
  const { type } = innermost(error);
  return typeof type === 'string' ? type : '';
}

/** What the broker will say again, however often it is asked. */
export function isHopeless(error: unknown): boolean {
  return (
    innermost(error).name === 'KafkaJSSASLAuthenticationError' ||
    /AUTHORIZATION_FAILED$|AUTHENTICATION|^MESSAGE_TOO_LARGE$|^RECORD_LIST_TOO_LARGE$|^INVALID_RECORD$|^UNSUPPORTED_/.test(
      protocolType(error),
    )
  );
}

/** What went wrong at the broker, for an operator. `brokers` is what was asked for. */
export function kafkaReason(error: unknown, brokers: readonly string[]): string {
  const inner = innermost(error);
  const message = typeof inner.message === 'string' ? inner.message : String(error);
  const list = brokers.join(', ');
  if (inner.name === 'KafkaJSSASLAuthenticationError' || /SASL|authentication/i.test(message))
    return `${list} refuses the credentials (${message}): check KAFKA_SASL_MECHANISM, KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD`;
  if (/certificate|self.signed|SSL|TLS|wrong version number/i.test(message))
    return `no TLS with ${list} (${message}): check KAFKA_TLS and the files KAFKA_TLS_CA_FILE, KAFKA_TLS_CERT_FILE and KAFKA_TLS_KEY_FILE`;
  if (protocolType(error).endsWith('AUTHORIZATION_FAILED'))
    return `${list} does not let this user do it (${message}): give the user rights on the topics and groups of KAFKA_TOPIC_PREFIX`;
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|timeout|timed out|Closed connection|ECONNRESET|socket/i.test(message))
    return `no broker answers at ${list} (${message}): check KAFKA_BROKERS, the network, and that a plain listener is not asked for TLS or SASL`;
  return `${list}: ${message}`;
}
