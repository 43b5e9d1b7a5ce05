import {
  activityTypes,
  eventKinds,
  snowlightActivityTypes,
  snowlightVerbs,
  verbs,
  type EventKind,
} from '#libs/contracts';
import { isIri } from '#libs/xapi';
import { datasetHome } from './dataset-home.js';

/** A verb by which an event of the kind is counted as that kind, whatever its object. */
const verbOfKind: Readonly<Record<Exclude<EventKind, 'voided' | 'other'>, string>> = {
  registered: verbs.registered,
  withdrew: snowlightVerbs.withdrew,
  launched: verbs.launched,
  viewed: verbs.viewed,
  interacted: verbs.interacted,
  video: verbs.videoPaused,
  answered: verbs.answered,
  submitted: verbs.submitted,
  graded: verbs.scored,
  passed: verbs.passed,
  failed: verbs.failed,
  completed: verbs.completed,
  asked: verbs.asked,
  replied: verbs.commented,
  attended: verbs.attended,
  absent: snowlightVerbs.absent,
  skill_checked: snowlightVerbs.skillChecked,
  left: verbs.exited,
};

const words: ReadonlyMap<string, string> = new Map<string, string>([
  ...Object.values(verbs)
    .filter((iri) => iri !== verbs.voided)
    .map((iri) => [lastSegment(iri), iri] as const),
  ...Object.entries(verbOfKind),
  ['click', verbs.interacted],
  ['clicked', verbs.interacted],
  ['access', verbs.viewed],
  ['view', verbs.viewed],
  ['played', verbs.videoPlayed],
]);

const types: ReadonlyMap<string, string> = new Map<string, string>([
  ...Object.values(activityTypes).map((iri) => [lastSegment(iri), iri] as const),
  ...Object.entries(activityTypes),
  ['item', activityTypes.interaction],
  ['question', activityTypes.interaction],
  ['quiz', activityTypes.assessment],
  ['exam', activityTypes.assessment],
  ['assignment', activityTypes.assessment],
  ['forum', activityTypes.discussion],
  ['session', snowlightActivityTypes.session],
  ['skill-check', snowlightActivityTypes.skillCheck],
]);

/** What a word of a folder stands for; `known` is false where it is kept without a meaning that features know. */
export interface Word {
  readonly iri: string | undefined;
  readonly known: boolean;
}

/** Verb of a row: the short name of an event kind, the last word of a verb that xAPI knows, or an IRI. */
export function verbOf(text: string): Word & { readonly iri: string } {
  if (text === '') return { iri: verbs.interacted, known: true };
  const iri = words.get(text.toLowerCase().replaceAll('-', '_')) ?? words.get(text.toLowerCase());
  if (iri !== undefined) return { iri, known: true };
  if (isIri(text)) return { iri: text, known: true };
  return {
    iri: `${datasetHome}/verbs/${encodeURIComponent(text)}`,
    known: eventKinds.some((kind) => kind === text),
  };
}

/** Type of an activity: a short name or an IRI; without one where the word is not known. */
export function typeOf(text: string): Word {
  if (text === '') return { iri: undefined, known: true };
  const iri = types.get(text) ?? types.get(text.toLowerCase());
  if (iri !== undefined) return { iri, known: true };
  return isIri(text) ? { iri: text, known: true } : { iri: undefined, known: false };
}

function lastSegment(iri: string): string {
  return iri.slice(Math.max(iri.lastIndexOf('/'), iri.lastIndexOf('#')) + 1);
}
