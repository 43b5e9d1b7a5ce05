// Asks the record store with fetch. The other examples import this.
export const [, , url = process.env.SNOWLIGHT_URL, key = process.env.SNOWLIGHT_KEY, ...others] = process.argv;
if (url === undefined || key === undefined) throw new Error('give URL and KEY:SECRET');

/** Rejects where there was no answer; a refusal is an answer. Bytes go as they are, objects as JSON. */
export function ask(method, path, body, headers = {}) {
  const isJson = body !== undefined && !(body instanceof Uint8Array);
  return fetch(new URL(path, url), {
    method,
    ...(body !== undefined && { body: isJson ? JSON.stringify(body) : body }),
    headers: {
      authorization: `Basic ${Buffer.from(key).toString('base64')}`,
      'x-experience-api-version': '1.0.3',
      'accept-language': 'en',
      ...(isJson && { 'content-type': 'application/json' }),
      ...headers,
    },
  });
}

export async function refused(answer) {
  console.error(`refused: ${answer.status} ${await answer.text()}`);
  process.exit(1);
}
