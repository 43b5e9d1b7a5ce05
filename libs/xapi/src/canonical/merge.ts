import type { ActivityDefinition, LanguageMap } from '../statement.js';

/**
 * What is held true of an activity after one more statement has described it. The specification leaves the choice to
 * the record store (1.0.3, Data 2.4.4.1: it "SHOULD" decide what is canonical) and demands that nothing known be left
 * out (Communication 2.5). So languages and extensions add up, and where two statements differ the later one holds:
 * courses are corrected, and the correction comes later. Returns `known` itself where nothing is new.
 */
export function mergeDefinition(known: ActivityDefinition, said: ActivityDefinition): ActivityDefinition {
  if (holds(known, said)) return known;
  const { name, description, extensions } = said;
  return {
    ...known,
    ...said,
    ...(name && { name: { ...known.name, ...name } }),
    ...(description && { description: { ...known.description, ...description } }),
    ...(extensions && { extensions: { ...known.extensions, ...extensions } }),
  };
}

/** The same for the display of a verb. */
export function mergeLanguageMap(known: LanguageMap, said: LanguageMap): LanguageMap {
  return holdsEntries(known, said) ? known : { ...known, ...said };
}

const maps: readonly string[] = ['name', 'description', 'extensions'];

/** Runs for every statement, nearly always to the answer "yes". */
function holds(known: ActivityDefinition, said: ActivityDefinition): boolean {
  for (const key in said) {
    const [is, shall] = [known[key as keyof ActivityDefinition], said[key as keyof ActivityDefinition]];
    if (maps.includes(key) ? !holdsEntries(is, shall) : !sameJson(is, shall)) return false;
  }
  return true;
}

function holdsEntries(known: unknown, said: unknown): boolean {
  if (typeof known !== 'object' || known === null) return false;
  for (const key in said as object) {
    if (!sameJson((known as JsonObject)[key], (said as JsonObject)[key])) return false;
  }
  return true;
}

type JsonObject = Readonly<Record<string, unknown>>;

/** Are two values that came from JSON the same, whatever the order of their keys? */
function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  for (const key of keys)
    if (!Object.hasOwn(b, key) || !sameJson((a as JsonObject)[key], (b as JsonObject)[key])) return false;
  return true;
}
