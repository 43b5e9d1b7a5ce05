type Cell = string | number | boolean | null | object;

/**
 * RFC 4180 text of rows, columns by the first row's keys. A cell that a spreadsheet would take for a formula gets an
 * apostrophe in front.
 */
export function csvOf(rows: readonly Readonly<Record<string, Cell>>[]): string {
  const columns = Object.keys(rows[0] ?? {});
  return [columns, ...rows.map((row) => columns.map((column) => row[column] ?? ''))]
    .map((cells) =>
      cells.map((cell) => quoted(typeof cell === 'object' ? JSON.stringify(cell) : String(cell))).join(','),
    )
    .join('\r\n');
}

function quoted(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function downloadCsv(name: string, rows: readonly Readonly<Record<string, Cell>>[]): void {
  // The mark makes spreadsheets read UTF-8.
  const url = URL.createObjectURL(new Blob(['\uFEFF', csvOf(rows)], { type: 'text/csv' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
