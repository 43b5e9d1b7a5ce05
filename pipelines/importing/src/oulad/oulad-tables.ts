import type { SourceFile } from '../source/source-file.js';

/**
 * The tables of the Open University Learning Analytics Dataset as published (Kuzilek, Hlosta and Zdrahal 2017,
 * Scientific Data 4:170171), with the columns that are read. Days are counted from the start of the presentation.
 */
export const ouladTables = {
  courses: ['code_module', 'code_presentation', 'module_presentation_length'],
  vle: ['code_module', 'code_presentation', 'id_site', 'activity_type'],
  assessments: ['code_module', 'code_presentation', 'id_assessment', 'assessment_type', 'date', 'weight'],
  studentInfo: [
    'code_module',
    'code_presentation',
    'id_student',
    'gender',
    'region',
    'highest_education',
    'imd_band',
    'age_band',
    'disability',
    'final_result',
  ],
  studentRegistration: [
    'code_module',
    'code_presentation',
    'id_student',
    'date_registration',
    'date_unregistration',
  ],
  studentAssessment: ['id_assessment', 'id_student', 'date_submitted', 'is_banked', 'score'],
  studentVle: ['code_module', 'code_presentation', 'id_student', 'id_site', 'date', 'sum_click'],
} as const;

export type OuladTable = keyof typeof ouladTables;
export const ouladTableNames = Object.keys(ouladTables) as readonly OuladTable[];

/** `studentVle.csv`, `studentVle.csv.gz`, and parts: `studentVle_0.csv`, `studentVle-12.csv.gz`. */
const fileName = /^([a-z]+?)(?:[_-]?(\d+))?\.csv(?:\.gz)?$/i;

export function tableOf({ name }: Pick<SourceFile, 'name'>): OuladTable | undefined {
  const stem = fileName.exec(name)?.[1]?.toLowerCase();
  return ouladTableNames.find((table) => table.toLowerCase() === stem);
}

/** The files of each table, parts in their order. */
export function filesByTable(files: readonly SourceFile[]): Record<OuladTable, SourceFile[]> {
  const byTable = Object.fromEntries(
    ouladTableNames.map((table) => [table, files.filter((file) => tableOf(file) === table)]),
  );
  return byTable as Record<OuladTable, SourceFile[]>;
}

/** The same rows twice: a table packed and unpacked, or whole and in parts. */
export function twofold(files: readonly SourceFile[]): boolean {
  const parts = files.map(({ name }) => fileName.exec(name)?.[2] ?? '');
  return new Set(parts).size < parts.length || (parts.length > 1 && parts.includes(''));
}
