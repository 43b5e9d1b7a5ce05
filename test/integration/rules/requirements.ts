/**
 * The numbered requirements of xAPI on a record store, XAPI-00001 to XAPI-00336, under the sections of xAPI 1.0.3
 * (Part Two: Data, Part Three: Communication) in which they stand. The numbers are those of ADL's list of conformance
 * requirements, which serve 2.0 too; a number may stand under two sections that both say it.
 */
export interface SpecificationSection {
  readonly name: string;
  readonly about: string;
  /** XAPI-00nnn as nnn. */
  readonly numbers: readonly number[];
  /** Why it has no number, in the specification's own words where they are quoted. */
  readonly unnumbered: string | undefined;
}

type Row = readonly [name: string, about: string, numbers: string];
type UnnumberedRow = readonly [name: string, about: string, reason: string];

/** Numbers are written as `1-14 22`. */
const numbered: readonly Row[] = [
  ['Data 2.2', 'form of statements', '1-14'],
  ['Data 2.3.2', 'voiding', '16-20'],
  ['Data 2.4', 'properties of a statement', '21-22 24-25'],
  ['Data 2.4.1', 'id', '26-30'],
  ['Data 2.4.2', 'actor', '31'],
  ['Data 2.4.2.1', 'agents', '31-34'],
  ['Data 2.4.2.2', 'groups', '35-37'],
  ['Data 2.4.2.3', 'identifiers of agents and groups', '38-41'],
  ['Data 2.4.2.4', 'accounts', '41-43'],
  ['Data 2.4.3', 'verb', '44-45'],
  ['Data 2.4.4', 'object', '46'],
  ['Data 2.4.4.1', 'activities, their definitions and interactions', '47-64'],
  ['Data 2.4.4.2', 'agents and groups as objects', '65'],
  ['Data 2.4.4.3', 'references to statements, sub-statements', '66-73'],
  ['Data 2.4.5', 'result', '74-78 124'],
  ['Data 2.4.5.1', 'score', '79-83'],
  ['Data 2.4.6', 'context', '84-92'],
  ['Data 2.4.6.1', 'registration', '84 88'],
  ['Data 2.4.6.2', 'activities of the context', '93-96'],
  ['Data 2.4.7', 'timestamp', '22'],
  ['Data 2.4.8', 'stored', '23 97'],
  ['Data 2.4.9', 'authority', '98-100'],
  ['Data 2.4.10', 'version', '101 332'],
  ['Data 2.4.11', 'attachments', '102-107 127 133 135'],
  ['Data 2.5', 'retrieval', '108-115'],
  ['Data 2.6', 'signed statements', '115-117'],
  ['Data 4.1', 'extensions', '118-120'],
  ['Data 4.2', 'language maps', '121'],
  ['Data 4.3', 'IRIs', '11'],
  ['Data 4.4', 'UUIDs', '27-28'],
  ['Data 4.5', 'timestamps', '122-123'],
  ['Data 4.6', 'durations', '124'],
  ['Communication 1.1', 'HEAD', '125-126'],
  ['Communication 1.3', 'alternate request syntax', '148 336'],
  ['Communication 1.4', 'encoding', '15'],
  ['Communication 1.5.1', 'application/json', '127-129'],
  ['Communication 1.5.2', 'multipart/mixed', '130-138'],
  ['Communication 2.1', 'statements', '139-141'],
  ['Communication 2.1.1', 'PUT of statements', '142-145'],
  ['Communication 2.1.2', 'POST of statements', '146-148 182'],
  ['Communication 2.1.3', 'GET of statements', '149-181'],
  ['Communication 2.1.4', 'voided statements', '162-163'],
  ['Communication 2.2', 'documents', '182-186'],
  ['Communication 2.3', 'states', '187-235'],
  ['Communication 2.4', 'agents', '236-249'],
  ['Communication 2.5', 'activities', '250-254'],
  ['Communication 2.6', 'profiles of agents', '255-284'],
  ['Communication 2.7', 'profiles of activities', '285-314'],
  ['Communication 2.8', 'about', '315-321'],
  ['Communication 3.1', 'concurrency', '322'],
  ['Communication 3.2', 'error codes', '323-329'],
  ['Communication 3.3', 'versions', '330-333'],
  ['Communication 4.0', 'authentication', '334-335'],
];

const unnumbered: readonly UnnumberedRow[] = [
  ['Data 1.0', 'documents', 'explains the word; its requirements are in Communication 2.2'],
  ['Data 2.1', 'purpose of statements', 'explains the word'],
  [
    'Data 2.3.1',
    'immutability',
    'judged where it shows, as conflicts (XAPI-00142) and rows without a number',
  ],
  [
    'Data 3.1',
    'identifiers of metadata',
    'for metadata providers; of a store "LRSs SHOULD* handle them only by using [...] Simple String Comparison"',
  ],
  [
    'Data 3.2',
    'hosted metadata',
    '"The LRS MAY act as a Metadata Consumer": this one asks no address that a statement names',
  ],
  ['Communication 1.2', 'headers', '"See requirements throughout this document for more details"'],
  [
    'Communication 3.0',
    'validation',
    '"The LRS SHOULD enforce rules regarding structure": the rows under Data do',
  ],
  [
    'Communication 4.1',
    'OAuth, workflows',
    '"The requirements in this section only apply if the LRS supports OAuth 1.0"; Basic is supported',
  ],
  [
    'Communication 4.2',
    'OAuth, scopes',
    '"at least one of the authentication methods" is Basic (Communication 4.0)',
  ],
  [
    'Communication 5.0',
    'security',
    '"beyond the current scope of this document and left to the individual LRS provider"',
  ],
];

export const specificationSections: readonly SpecificationSection[] = [
  ...numbered.map(([name, about, ranges]) => ({
    name,
    about,
    numbers: ranges.split(' ').flatMap(range),
    unnumbered: undefined,
  })),
  ...unnumbered.map(([name, about, reason]) => ({ name, about, numbers: [], unnumbered: reason })),
];

function range(text: string): readonly number[] {
  const [from = 0, to = from] = text.split('-').map(Number);
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

/** The last number that was given. */
export const lastNumber = 336;

/** Numbers that need no row, and why. */
export const excused: Readonly<Record<number, string>> = {
  95: 'withdrawn on the call on the specification of 2017-02-08',
  136: 'never given',
  137: 'withdrawn',
  138: 'withdrawn',
  152: 'withdrawn on the call on the specification of 2017-02-08',
  185: 'called untestable by the list, which has no words for it',
  186: 'called untestable by the list, which has no words for it',
  329: '"500 Internal Server Error [...] typically an unexpected exception": no request leads to one; the answer to a defect is judged in problem.filter.spec.ts',
};

/** Sections of xAPI 2.0 (IEEE 9274.1.1) with requirements on a record store. */
export const sectionsOfTwo: readonly string[] = [
  ...['4.1.2', '4.1.3', '4.1.4', '4.1.5', '4.1.6'],
  ...['4.1.6.1', '4.1.6.2', '4.1.6.3', '4.1.6.4', '4.1.6.5', '4.1.6.6', '4.1.6.7'],
  ...['4.2', '4.2.2.1', '4.2.2.2', '4.2.2.3', '4.2.2.4', '4.2.2.5', '4.2.2.6'],
  ...['4.2.4.2', '4.2.4.3', '4.2.5', '4.2.6', '4.2.7'],
];
