import { ouladTables, type OuladTable } from '../oulad/oulad-tables.js';
import type { MemoryImport } from './memory-import.js';

/**
 * A dataset of one presentation (2013J, 268 days), two sites, two assessments and four students: one who passes, one
 * who fails, one who unregisters on day 40, one who is Withdrawn without a date.
 */
export const tinyOulad: Readonly<Record<OuladTable, readonly string[]>> = {
  courses: ['AAA,2013J,268'],
  vle: ['AAA,2013J,501,forumng', 'AAA,2013J,502,oucontent'],
  assessments: ['AAA,2013J,1752,TMA,19,10', 'AAA,2013J,1757,Exam,,100'],
  studentInfo: [
    'AAA,2013J,11,M,Scotland,HE Qualification,90-100%,55<=,N,Pass',
    'AAA,2013J,12,F,Wales,A Level or Equivalent,,0-35,N,Fail',
    'AAA,2013J,13,F,Scotland,HE Qualification,20-30%,35-55,Y,Withdrawn',
    'AAA,2013J,14,M,Scotland,Lower Than A Level,20-30%,35-55,N,Withdrawn',
  ],
  studentRegistration: ['AAA,2013J,11,-159,', 'AAA,2013J,12,-53,', 'AAA,2013J,13,-92,40', 'AAA,2013J,14,,'],
  studentAssessment: ['1752,11,18,0,78', '1752,12,-1,1,60', '1752,13,20,0,'],
  studentVle: [
    'AAA,2013J,11,501,-10,4',
    'AAA,2013J,11,501,-10,1',
    'AAA,2013J,11,501,-10,1',
    'AAA,2013J,11,502,0,11',
    'AAA,2013J,12,502,0,2',
  ],
};

/** Writes the tables, with changed rows where given. */
export async function writeOulad(
  into: MemoryImport,
  changes: Partial<Record<OuladTable, readonly string[]>> = {},
): Promise<void> {
  for (const [table, rows] of Object.entries({ ...tinyOulad, ...changes }) as [OuladTable, string[]][])
    await into.write(`${table}.csv`, [ouladTables[table].join(','), ...rows, ''].join('\n'));
}
