/** The entrance of the audit journal: who decided what, when and why, so that it can be proved later. */
export { openAudit } from './journal.ts';
export { auditMigrations } from './migrations/index.ts';
export type * from './types.ts';
