/** A process that scans and may be killed in the midst of it: `node scan-child-fixture.ts <database> [leaseMs]`. */
import { openDatabase } from '#base/database/index.ts';
import { createScanner } from './scanner.ts';

const [address, leaseMs] = process.argv.slice(2);
const database = await openDatabase(address!);
const scanner = createScanner({ database, tagThreads: 1, walkThreads: 1, leaseMs: Number(leaseMs ?? 1000) });
scanner.onProgress((status) => process.send?.(status));
await scanner.start();
await scanner.idle();
process.send?.(await scanner.status());
await scanner.close();
await database.close();
