export { csvLine } from './csv.js';
export { datasetHeaders, dutyLines, enrolmentLines, eventLine, responseLine } from './dataset.js';
export { dailyHazard, hazardCoefficients, type HazardCovariates } from './hazard.js';
export type { ProvinceOptions } from './options.js';
export type { RosterChange } from './outbox.js';
export { createProvince, type Province, type Step } from './province.js';
export { mergeRosters } from './roster-book.js';
export type { SimulatedStatement, Statement } from './statement.js';
export type { TrueHazard, TrueLearner, TrueSkill, Truth } from './truth.js';
