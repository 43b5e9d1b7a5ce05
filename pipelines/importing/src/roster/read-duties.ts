import { Roster, RosterDuty } from '#libs/contracts';
import type { ImportRun } from '../import-run.js';
import { headerProblem, readCsv, type CsvRow } from '../source/csv-table.js';
import type { SourceFile } from '../source/source-file.js';

const required = ['home_page', 'learner', 'kind', 'from', 'to'] as const;
const columns = [...required, 'cancelled'] as const;

/** Words of the table where it differs from the contract. */
const fieldNames: Readonly<Record<string, string>> = {
  homePage: 'home_page',
  name: 'learner',
  account: 'learner',
};

export const isDutyTable = ({ name }: Pick<SourceFile, 'name'>): boolean => /\.csv(\.gz)?$/i.test(name);

/**
 * Duty, leave and holidays of learners: `home_page,learner,kind,from,to[,cancelled]`, one row a stretch of days, both
 * ends counting. The account is the one that statements and the roster name the learner by.
 */
export async function readDuties(run: ImportRun, file: SourceFile): Promise<void> {
  const count = run.ledger.table('duties');
  const problem = await headerProblem(run, file, required);
  if (problem !== null) {
    run.ledger.problem({ file: file.name, line: 1, field: '', message: problem });
    return;
  }
  for await (const rows of readCsv(run, file, columns, count)) {
    const taken = rows.flatMap((row) => {
      const duty = RosterDuty.safeParse(written(row));
      if (duty.success) return { row, duty: duty.data };
      const { path, message } = duty.error.issues[0]!;
      const field = String(path.at(-1));
      run.ledger.reject(
        count,
        {
          file: file.name,
          line: row.line,
          field: fieldNames[field] ?? field,
          message: wanted[field] ?? message,
        },
        row.fields.join(','),
      );
      return [];
    });
    const { problems } = await run.applyRoster(Roster.parse({ duties: taken.map(({ duty }) => duty) }));
    for (const { index, field, message } of problems) {
      const { row } = taken[index]!;
      const said = { file: file.name, line: row.line, field: fieldNames[field] ?? field, message };
      run.ledger.reject(count, said, row.fields.join(','));
    }
    count.accepted += taken.length - problems.length;
  }
}

/** What a field must be, for whoever has to mend the table. */
const wanted: Readonly<Record<string, string>> = {
  homePage: 'must be the home page of the account, as a URL: as in the roster',
  name: 'must be the name of the account: as in the roster',
  kind: 'must be duty, leave or holiday',
  from: 'must be the first day, YYYY-MM-DD',
  to: 'must be the last day, YYYY-MM-DD',
  cancelled: 'must be 1 where the duty is taken back, else 0 or empty',
};

function written({ fields }: CsvRow): unknown {
  const [homePage, name, kind, from, to, cancelled] = fields.map((field) => field.trim());
  const known: Readonly<Record<string, boolean>> = { '': false, '0': false, '1': true };
  return {
    account: { homePage, name },
    kind: kind?.toLowerCase(),
    from,
    to,
    cancelled: known[cancelled ?? ''] ?? cancelled,
  };
}
