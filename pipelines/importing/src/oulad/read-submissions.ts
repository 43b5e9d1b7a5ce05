import { activityTypes, verbs } from '#libs/contracts';
import type { Statement } from '#libs/xapi';
import { uuidOf } from '../row-id.js';
import { dayNumber, isUnknown, notADay, notAPercentage, percentage } from './fields.js';
import type { OuladImport, OuladRow } from './oulad-import.js';
import { bankedExtension, type Presentation, type Student } from './presentation.js';

const submitted = { id: verbs.submitted };

/**
 * A row of `studentAssessment` becomes a submission with its score. A banked one was handed in in an earlier
 * presentation (its day here, often -1, says nothing): it stands at the registration and says what it is.
 */
export async function readSubmissions(dataset: OuladImport): Promise<void> {
  for await (const rows of dataset.rows('studentAssessment'))
    for (const row of rows) readSubmission(dataset, row);
}

function readSubmission(dataset: OuladImport, row: OuladRow<'studentAssessment'>): void {
  const rowNumber = dataset.run.nextRow();
  const [assessmentId = '', studentId = '', dateText = '', bankedText = '', scoreText = ''] = row.fields;
  const assessment = dataset.assessments.get(assessmentId);
  const student = assessment?.presentation.students.get(studentId);
  const day = dayNumber(dateText);
  const score = isUnknown(scoreText) ? null : percentage(scoreText);
  if (assessment === undefined) {
    dataset.reject(row, 'id_assessment', 'is not in assessments: add its row there');
  } else if (student === undefined) {
    const { code } = assessment.presentation;
    dataset.reject(row, 'id_student', `is not enrolled in ${code}: add the row to studentInfo`);
  } else if (day === undefined) {
    dataset.reject(row, 'date_submitted', notADay);
  } else if (bankedText !== '0' && bankedText !== '1') {
    dataset.reject(row, 'is_banked', 'must be 0 or 1');
  } else if (score === undefined) {
    dataset.reject(row, 'score', `${notAPercentage}, or empty`);
  } else {
    const { iri, presentation } = assessment;
    const { file, count, line } = row;
    const id = uuidNameOf(row, student);
    dataset.run.take({ file, count, line, row: rowNumber }, '1.0.3', () =>
      submission({ id: uuidOf(id), iri, presentation, student, day, score, isBanked: bankedText === '1' }),
    );
  }
}

/** The row itself, with the pseudonym in the student's place. */
function uuidNameOf({ fields }: OuladRow, { pid }: Student): string {
  const [assessment = '', , date = '', banked = '', score = ''] = fields;
  return `oulad/submission/${pid}/${assessment}/${date}/${banked}/${score}`;
}

interface Submission {
  readonly id: string;
  readonly iri: string;
  readonly presentation: Presentation;
  readonly student: Student;
  readonly day: number;
  readonly score: number | null;
  readonly isBanked: boolean;
}

function submission({ id, iri, presentation, student, day, score, isBanked }: Submission): Statement {
  const { context } = presentation;
  return {
    id,
    actor: student.actor,
    verb: submitted,
    object: { id: iri, definition: { type: activityTypes.assessment } },
    ...(score === null ? {} : { result: { score: { scaled: score / 100, raw: score, min: 0, max: 100 } } }),
    context: isBanked ? { ...context, extensions: { [bankedExtension]: true } } : context,
    timestamp: presentation.noon(isBanked ? student.registered : day),
  };
}
