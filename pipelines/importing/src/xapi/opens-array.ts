import type { TextChunk } from '../source/text.js';

/** Whether the text is a JSON array (it begins with a bracket), and the whole text. */
export async function opensArray(
  text: AsyncGenerator<TextChunk>,
): Promise<{ readonly isArray: boolean; readonly chunks: AsyncGenerator<TextChunk> }> {
  const head: TextChunk[] = [];
  let first = '';
  while (first === '') {
    const next = await text.next();
    if (next.done === true) break;
    head.push(next.value);
    first = next.value.text.trimStart().slice(0, 1);
  }
  return { isArray: first === '[', chunks: joined(head, text) };
}

async function* joined(
  head: readonly TextChunk[],
  rest: AsyncGenerator<TextChunk>,
): AsyncGenerator<TextChunk> {
  yield* head;
  yield* rest;
}
