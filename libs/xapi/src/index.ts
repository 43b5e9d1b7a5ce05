export * from './statement.js';
export * from './version.js';
export {
  agentForm,
  agentRefs,
  identify,
  pseudonymise,
  sameForm,
  withoutMarks,
  type AgentRef,
} from './agent-forms.js';
export {
  identifierOf,
  identifiersOf,
  mapAgents,
  pidOf,
  pseudonymousAgent,
  pseudonymousGroup,
  visitAgents,
  type ActorMap,
} from './agents.js';
export { mergeDefinition, mergeLanguageMap } from './canonical/merge.js';
export { visitTerms, type TermVisitor } from './canonical/visit-terms.js';
export { durationSeconds, isDuration } from './data-types/duration.js';
export { isIri } from './data-types/iri.js';
export { isLanguageTag } from './data-types/language-tag.js';
export { parseTimestamp, type Instant } from './data-types/timestamp.js';
export { isUuid } from './data-types/uuid.js';
export * from './documents/document-change.js';
export {
  parseDocumentQuery,
  documentResources,
  type DocumentQuery,
  type DocumentResource,
} from './documents/document-query.js';
export { names as namesTag, type Preconditions } from './documents/preconditions.js';
export { formatCanonical, formatIds, namedIn, preferredLanguages, type CanonicalSource } from './format.js';
export { authorityTerm, lookupTerms, registrationTerm, type LookupTerm } from './lookup-terms.js';
export { createTermHash } from './term-hash.js';
export { classOf } from './normalise/activity-class.js';
export { correctStatement, type Corrected } from './lenient/correct-statement.js';
export { lenientValidation, type LenientBatchResult } from './lenient/validate-leniently.js';
export { jsonFlaw, membersIn, type JsonFlaw } from './json/json-flaw.js';
export { splitJson } from './json/split-json.js';
export type { Steps } from './steps.js';
export { boundaryOf } from './multipart/boundary.js';
export { MultipartError } from './multipart/multipart-error.js';
export { MultipartParser, type MultipartEvent, type MultipartLimits } from './multipart/multipart-parser.js';
export { multipartEnd, partHead } from './multipart/multipart-writer.js';
export type { PartHeaders } from './multipart/part-headers.js';
export { learnerPidOf, normalise, type NormaliseContext } from './normalise/normalise.js';
export { coverage, parsePlayedSegments } from './normalise/played-segments.js';
export { personOf, type Person } from './person.js';
export {
  parseStatementQuery,
  type SingleStatementQuery,
  type StatementFormat,
  type StatementListQuery,
  type StatementQuery,
  type StatementQueryResult,
} from './query.js';
export { parseActivityQuery, parseAgentQuery } from './resource-query.js';
export { isSignature, signatureFlaw } from './signature/signature.js';
export { storedStatement, type StatementDefaults } from './statement-defaults.js';
export { contentHash, hasSameContent, type StoredContent } from './statement-identity.js';
export { formatRuleError, type RuleError } from './validate/findings.js';
export { citation, type Rule } from './validate/rules.js';
export { batchValidation, type BatchValidationResult } from './validate/batch.js';
export {
  validateActor,
  validateStatement,
  type ActorValidationResult,
  type ValidationOptions,
  type ValidationResult,
} from './validate/statement.js';
