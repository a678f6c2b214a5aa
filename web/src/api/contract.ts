/** The server's contract, types only: the one place where the page reaches outside its own folder. */
export type * from '../../../src/server/api/contract.ts';
