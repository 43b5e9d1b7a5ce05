/**
 * What stands before the content of a part: the boundary's line and the headers. Begins with a line end, which closes
 * the part before it.
 */
export function partHead(boundary: string, headers: Readonly<Record<string, string>>): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `\r\n--${boundary}\r\n${lines.join('')}\r\n`;
}

/** What stands after the content of the last part. */
export function multipartEnd(boundary: string): string {
  return `\r\n--${boundary}--\r\n`;
}
