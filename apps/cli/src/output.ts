import Table from 'cli-table3';

/** Where a command writes: results to standard output, progress to standard error while a person looks. */
export const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** A result for machines (one line of JSON) or for people. */
export function print(result: object, json: boolean, forPeople: () => string): void {
  process.stdout.write(`${json ? JSON.stringify(result) : forPeople()}\n`);
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const drawn = new Table({ head: [...head], style: { head: [], border: [] } });
  for (const row of rows) drawn.push([...row]);
  return drawn.toString();
}

/** Prints a step over the last one on a terminal; nothing elsewhere. */
export function progressLine(text: (step: object) => string): (step: object) => void {
  if (!process.stderr.isTTY) return () => undefined;
  return (step) => void process.stderr.write(`\r\x1b[K${text(step)}`);
}
