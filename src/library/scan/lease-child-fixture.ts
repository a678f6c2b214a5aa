/** A process that takes the scanner's lease and sits on it: `node lease-child-fixture.ts <database> <leaseMs>`. */
import { systemClock } from '#base/clock.ts';
import { openDatabase, withSchema } from '#base/database/index.ts';
import type { LibrarySchema } from '../schema.ts';
import { createLease } from './lease.ts';

const [address, leaseMs] = process.argv.slice(2);
const database = await openDatabase(address!);
const lease = createLease(withSchema<LibrarySchema>(database), systemClock, Number(leaseMs));
process.send!((await lease.take()) ? 'taken' : 'refused');
setInterval(() => {}, 1000);
