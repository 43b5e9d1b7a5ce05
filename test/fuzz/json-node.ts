/** JSON as it is written, not as it is understood: keys may stand twice, and a leaf may be no JSON at all. */
export type JsonNode =
  | { readonly kind: 'object'; readonly members: [key: string, value: JsonNode][] }
  | { readonly kind: 'array'; readonly items: JsonNode[] }
  | { readonly kind: 'raw'; readonly text: string };

export const raw = (text: string): JsonNode => ({ kind: 'raw', text });

export function nodeOf(value: unknown): JsonNode {
  if (Array.isArray(value)) return { kind: 'array', items: value.map(nodeOf) };
  if (typeof value !== 'object' || value === null) return raw(JSON.stringify(value));
  return {
    kind: 'object',
    members: Object.entries(value).map(([key, member]) => [JSON.stringify(key), nodeOf(member)]),
  };
}

export function textOf(node: JsonNode): string {
  switch (node.kind) {
    case 'raw':
      return node.text;
    case 'array':
      return `[${node.items.map(textOf).join(',')}]`;
    case 'object':
      return `{${node.members.map(([key, value]) => `${key}:${textOf(value)}`).join(',')}}`;
  }
}

/** A place in a document where something else can be put. */
export interface Place {
  readonly node: JsonNode;
  readonly replace: (other: JsonNode) => void;
}

export function placesIn(node: JsonNode): Place[] {
  if (node.kind === 'raw') return [];
  if (node.kind === 'array')
    return node.items.flatMap((item, index) => [
      { node: item, replace: (other: JsonNode) => void (node.items[index] = other) },
      ...placesIn(item),
    ]);
  return node.members.flatMap((member) => [
    { node: member[1], replace: (other: JsonNode) => void (member[1] = other) },
    ...placesIn(member[1]),
  ]);
}
