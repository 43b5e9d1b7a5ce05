/** One line of CSV (RFC 4180, line feed at its end): fields with a comma, quote or line break are quoted. */
export const csvLine = (fields: readonly string[]): string =>
  `${fields.map((field) => (/[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field)).join(',')}\n`;
