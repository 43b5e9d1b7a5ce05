/** What a kill must not do, by the name that the report gives it. */
export const findingKinds = {
  lost: 'acknowledged and not there',
  doubled: 'there more than once',
  altered: 'there with other content than what was acknowledged',
  strangers: 'there, though it was refused or never sent',
  wrongConflicts: 'an id taken with two contents, or refused though the content is equal',
  wrongDocuments:
    'a document that is neither the last acknowledged nor the one under way, or has a wrong ETag',
  wrongFiles: 'an attachment that is not given back byte for byte',
  wrongVoids: 'a voided statement that is given back, or one that is gone without being voided',
  unexpected: 'any other answer than the specification says',
} as const;
export type FindingKind = keyof typeof findingKinds;

/** Collects what was found, with a sentence for whoever looks into it. */
export class Findings {
  readonly counts = Object.fromEntries(Object.keys(findingKinds).map((kind) => [kind, 0])) as Record<
    FindingKind,
    number
  >;
  readonly sentences: string[] = [];

  add(kind: FindingKind, sentence: string): void {
    this.counts[kind]++;
    this.sentences.push(`${kind}: ${sentence}`);
  }

  get total(): number {
    return Object.values(this.counts).reduce((sum, count) => sum + count, 0);
  }
}
