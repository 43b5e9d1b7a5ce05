/**
 * SQL: the statements that a tenant has voided (xAPI 1.0.3, Data 2.3.2). One that voids cannot be voided itself, and is
 * counted as little: nothing that is counted has to tell them apart.
 */
export const VOIDED = `(SELECT target FROM statement_references WHERE tenant = {tenant:String} AND voids)`;

/**
 * SQL: what counts of \`statements\` in figures about learning: neither acts of voiding nor what they void. Asks for the
 * parameter \`tenant\`.
 */
export const counted = `kind != 'voided' AND statement_id NOT IN ${VOIDED}`;
