/** The entrance of the audit journal. */
export type * from './types.ts';
