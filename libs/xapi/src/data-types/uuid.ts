const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The standard string form (RFC 4122), any version and variant. */
export function isUuid(value: string): boolean {
  return uuid.test(value);
}
