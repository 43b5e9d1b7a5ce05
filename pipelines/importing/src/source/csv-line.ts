/**
 * Fields of one line of CSV (RFC 4180, without line breaks inside a field: so a quote that is never closed costs one
 * row and not the rest of the file). Undefined where the quotes do not match.
 */
export function csvFields(line: string): string[] | undefined {
  return line.includes('"') ? quotedFields(line) : line.split(',');
}

function quotedFields(line: string): string[] | undefined {
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    let end: number;
    if (line[at] === '"') {
      const close = closingQuote(line, at + 1);
      if (close === -1) return undefined;
      fields.push(line.slice(at + 1, close).replaceAll('""', '"'));
      end = close + 1;
      if (end < line.length && line[end] !== ',') return undefined;
    } else {
      const comma = line.indexOf(',', at);
      end = comma === -1 ? line.length : comma;
      const field = line.slice(at, end);
      if (field.includes('"')) return undefined;
      fields.push(field);
    }
    if (end >= line.length) return fields;
    at = end + 1;
  }
}

function closingQuote(line: string, from: number): number {
  let at = line.indexOf('"', from);
  while (at !== -1 && line[at + 1] === '"') at = line.indexOf('"', at + 2);
  return at;
}
