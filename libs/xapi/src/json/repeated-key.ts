export interface RepeatedKey {
  readonly key: string;
  /** Steps to the object in which it stands twice. */
  readonly path: readonly (string | number)[];
}

type Frame =
  | { readonly kind: 'object'; readonly keys: Set<string>; step: string }
  | { readonly kind: 'array'; step: number };

const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g;

/** The first key of a legal JSON text that its object has already. Slow: for texts that are known to have one. */
export function repeatedKey(text: string): RepeatedKey | undefined {
  const frames: Frame[] = [];
  let last = '';
  for (const [found] of text.matchAll(token)) {
    const frame = frames.at(-1);
    if (found === '{') frames.push({ kind: 'object', keys: new Set(), step: '' });
    else if (found === '[') frames.push({ kind: 'array', step: 0 });
    else if (found === '}' || found === ']') frames.pop();
    else if (found === ',' && frame?.kind === 'array') frame.step++;
    else if (found === ':' && frame?.kind === 'object') {
      const key = JSON.parse(last) as string;
      if (frame.keys.has(key)) return { key, path: frames.slice(0, -1).map(({ step }) => step) };
      frame.keys.add(key);
      frame.step = key;
    }
    last = found;
  }
  return undefined;
}
