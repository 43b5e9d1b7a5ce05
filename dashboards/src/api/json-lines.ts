/** Lines of JSON of an answer, as they come, wherever its packets are cut. */
export async function* jsonLines<T>({ body }: Pick<Response, 'body'>): AsyncGenerator<T> {
  if (body === null) return;
  let rest = '';
  const decoder = new TextDecoder();
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    const lines = (rest + decoder.decode(value, { stream: !done })).split('\n');
    rest = done ? '' : (lines.pop() ?? '');
    for (const line of lines) if (line !== '') yield JSON.parse(line) as T;
    if (done) return;
  }
}
