import type { Random } from '../../libs/simulator/src/random.js';
import { nodeOf, placesIn, raw, textOf, type JsonNode } from './json-node.js';
import { mutatedBytes, oddStrings } from './mutate-bytes.js';

/** Leaves that parsers, stores and engines stumble over. */
const oddLeaves: readonly string[] = [
  ...'null true false 0 -0 -1 1.5 1e400 -1e400 1e-400 9007199254740993 18446744073709551616 NaN 0x10 01 {} [] [[]] {"":{}}'.split(
    ' ',
  ),
  '99999999999999999999999999999999999999999999.1',
  '{"__proto__":{"objectType":"Agent"}}',
  '{"constructor":{"prototype":{"mbox":"mailto:a@example.org"}}}',
  '["http://example.org/a",null,{"id":1}]',
  ...oddStrings.map((text) => JSON.stringify(text)),
  String.raw`"\ud800"`,
  String.raw`"\udc00\ud800"`,
  String.raw`"\u0000"`,
  String.raw`"\x41"`,
  '"\n"',
];
const oddKeys = [
  ...'__proto__ constructor prototype toString hasOwnProperty valueOf length then toJSON objectType id ID Mbox mbox account member'.split(
    ' ',
  ),
  '',
  ' ',
  '\u0000',
  'http://example.org/x',
  '0',
];

const nested = (levels: number, open: string, close: string): JsonNode =>
  raw(`${open.repeat(levels)}1${close.repeat(levels)}`);

/** A document that was legal, with up to four things wrong in it, as bytes. One in ten is left as it is. */
export function mutatedJson(value: unknown, random: Random): Buffer {
  let node = nodeOf(value);
  const mutations = random.pick([0, 1, 1, 1, 1, 2, 2, 3, 4, 1]);
  for (let i = 0; i < mutations; i++) node = mutated(node, random);
  const bytes = Buffer.from(textOf(node));
  return random.chance(0.12) ? mutatedBytes(bytes, random) : bytes;
}

function mutated(root: JsonNode, random: Random): JsonNode {
  let result = root;
  const top = { node: root, replace: (other: JsonNode) => void (result = other) };
  const place = random.chance(0.03) ? top : random.pick([...placesIn(root), top]);
  const { node, replace } = place;
  switch (random.whole(0, 10)) {
    case 0:
    case 1:
      replace(raw(random.pick(oddLeaves)));
      break;
    case 2:
      // types swapped: what stands elsewhere in the document; copied, for it may hold this place
      replace(structuredClone(random.pick([...placesIn(root), top]).node));
      break;
    case 3:
      replace({ kind: 'array', items: random.chance(0.5) ? [node] : [node, node] });
      break;
    case 4:
      replace(random.chance(0.9) ? wrapped(node, random) : deep(random));
      break;
    case 5:
      if (node.kind === 'raw') replace(raw(mutatedText(node.text, random)));
      break;
    case 6:
      if (node.kind === 'array')
        node.items.splice(random.whole(0, node.items.length + 1), random.whole(0, 3));
      break;
    default:
      mutateMember(node.kind === 'object' ? node : anObject(root, random), random);
  }
  return result;
}

const wrapped = (node: JsonNode, random: Random): JsonNode => ({
  kind: 'object',
  members: [[JSON.stringify(random.pick(oddKeys)), node]],
});

function deep(random: Random): JsonNode {
  const levels = random.pick([50, 590, 610, 5000]);
  return random.chance(0.5) ? nested(levels, '[', ']') : nested(levels, '{"a":', '}');
}

function anObject(root: JsonNode, random: Random): JsonNode {
  const objects = placesIn(root).filter(({ node }) => node.kind === 'object');
  return objects.length === 0 ? root : random.pick(objects).node;
}

function mutateMember(node: JsonNode, random: Random): void {
  if (node.kind !== 'object') return;
  const { members } = node;
  const key = JSON.stringify(random.pick(oddKeys));
  const index = random.whole(0, members.length);
  const member = members[index];
  if (member === undefined || random.chance(0.2)) members.push([key, raw(random.pick(oddLeaves))]);
  else
    switch (random.pick(['out', 'twice', 'key', 'value'] as const)) {
      case 'out':
        members.splice(index, 1);
        break;
      case 'twice':
        members.push([member[0], random.chance(0.5) ? member[1] : raw('1')]);
        break;
      case 'key':
        member[0] = random.chance(0.5) ? key : member[0].toUpperCase();
        break;
      case 'value':
        member[1] = raw(random.pick(oddLeaves));
    }
}

function mutatedText(text: string, random: Random): string {
  const at = random.whole(0, text.length + 1);
  const odd = random.pick([...oddStrings, '"', '\\', '\\u12', '{', '%', ':', '/', '-00:00', '9'.repeat(400)]);
  if (!text.startsWith('"')) return text.slice(0, at) + odd.slice(0, 20) + text.slice(at);
  const inner = JSON.stringify(odd).slice(1, -1);
  const inside = Math.min(Math.max(1, at), Math.max(1, text.length - 1));
  return random.chance(0.3)
    ? `"${text.slice(inside)}`
    : text.slice(0, inside) + inner + (random.chance(0.8) ? text.slice(inside) : '"');
}
