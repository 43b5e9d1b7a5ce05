/** A table of figures that have more sides than a `Measurement`. */
export interface Report {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** The same for machines. */
  readonly figures: object;
}

/** What the command line asks of benchmarks that take a size. */
export interface BenchOptions {
  /** In the store before it is asked. */
  readonly statements: number;
  /** Of load for each operation. */
  readonly seconds: number;
  /** Of mixed load, after the rest; 0 = none. */
  readonly minutes: number;
  /** That a sweep scores. */
  readonly enrolments: number;
  readonly say: (line: string) => void;
}

export const figure = (value: number): string =>
  value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(1);

/** The table as Markdown: what documents hold of it. */
export function markdownOf({ title, head, rows }: Report): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [`**${title}**`, '', line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
