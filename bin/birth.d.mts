/** What can only be told to a Node process at its birth; see birth.mjs. */
export const compiledCode: string;
export const flags: readonly string[];
export const environment: NodeJS.ProcessEnv;
