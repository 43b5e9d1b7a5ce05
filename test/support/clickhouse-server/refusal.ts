/** An error as ClickHouse words it: `Code: N. DB::Exception: TEXT (TYPE)`. */
export class Refusal extends Error {
  constructor(code: number, type: string, text: string) {
    super(`Code: ${code}. DB::Exception: ${text} (${type})`);
  }
}

export const refusals = {
  authentication: (user: string) =>
    new Refusal(
      516,
      'AUTHENTICATION_FAILED',
      `${user}: Authentication failed: password is incorrect, or there is no user with such name.`,
    ),
  empty: () =>
    new Refusal(62, 'SYNTAX_ERROR', 'Syntax error: failed at position 1 (end of query): Empty query'),
  several: () => new Refusal(62, 'SYNTAX_ERROR', 'Syntax error (Multi-statements are not allowed)'),
  setting: (name: string) => new Refusal(115, 'UNKNOWN_SETTING', `Unknown setting '${name}'`),
  encoding: (name: string) => new Refusal(48, 'NOT_IMPLEMENTED', `Unknown content-encoding ${name}`),
};

/** What the engine threw, as the text and the code that a server answers with. */
export function describeRefusal(error: unknown): { readonly code: number; readonly text: string } {
  const message = error instanceof Error ? error.message : String(error);
  const text =
    /Code: \d+\. DB::Exception[^]*/.exec(message)?.[0] ??
    `Code: 1001. DB::Exception: ${message} (STD_EXCEPTION)`;
  return { code: Number(/Code: (\d+)/.exec(text)?.[1]), text: `${text.trim()} (stand-in)\n` };
}

/** The server's own table, as far as our statements can meet it; everything else is 500. */
const statuses: readonly (readonly [number, readonly number[]])[] = [
  [400, [6, 8, 15, 16, 25, 26, 27, 36, 38, 41, 44, 53, 62, 69, 72, 117, 376, 427]],
  [401, [194]],
  [403, [192, 193, 497, 516]],
  [404, [46, 47, 60, 73, 81, 115]],
  [408, [159]],
  [501, [48]],
  [503, [209, 210]],
  [507, [241, 243]],
];
export const statusOf = (code: number): number =>
  statuses.find(([, codes]) => codes.includes(code))?.[0] ?? 500;
