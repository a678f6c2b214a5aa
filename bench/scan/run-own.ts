/** Runs own.ts in a process of its own, born as bin/fonoteca.mjs is. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { environment, flags } from '../../bin/birth.mjs';

export interface OwnScan {
  readonly files: number;
  readonly seconds: number;
  readonly highestMb: number;
  readonly cpuSeconds: number;
}

/** `again`: nothing is new, so nothing is counted afterwards. */
export function runOwnScan(music: string, database: string, again?: 'again'): OwnScan {
  const line = execFileSync(
    process.execPath,
    [...flags, join(import.meta.dirname, 'own.ts'), music, database, ...(again ? [again] : [])],
    { encoding: 'utf8', env: environment },
  );
  return JSON.parse(line) as OwnScan;
}
