/**
 * A process by name, so that another one can tell that it is dead: machine, boot, namespace, number and start. A
 * number alone says nothing: it is given out again, and it means something else in another container.
 */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { systemCodeOf } from '#base/errors.ts';

/** '<host>/<pid>/<boot>/<namespace>/<start>' where the system tells all of it (Linux), else '<host>/<pid>'. */
export function processMark(pid = process.pid): string {
  const here = place();
  const start = startOf(pid);
  return here && start
    ? `${hostname()}/${pid}/${here.boot}/${here.namespace}/${start}`
    : `${hostname()}/${pid}`;
}

/**
 * True only when the process of a mark is certainly dead: same machine, same boot, same process numbers, and nobody
 * has the number, or somebody who started at another time. Whatever cannot be told is taken for alive.
 */
export function isDead(mark: string): boolean {
  const [host, number, boot, namespace, start] = mark.split('/');
  const here = place();
  if (!here || !start || host !== hostname() || boot !== here.boot || namespace !== here.namespace)
    return false;
  const pid = Number(number);
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  if (!exists(pid)) return true;
  const now = startOf(pid);
  // It exists, but is another's to look at.
  if (now === undefined) return false;
  return now !== start || isEnded(pid);
}

/** Where process numbers mean what they mean here. */
function place(): { boot: string; namespace: string } | undefined {
  try {
    return {
      boot: readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim(),
      namespace: readlinkSync('/proc/self/ns/pid'),
    };
  } catch {
    return undefined;
  }
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemCodeOf(error) !== 'ESRCH';
  }
}

/** When it started, in ticks since the boot: proc(5), stat, field 22. */
function startOf(pid: number): string | undefined {
  return fieldsOf(pid)?.[19];
}

/** Killed and not yet collected by its parent, with no thread left that could write. */
function isEnded(pid: number): boolean {
  if (fieldsOf(pid)?.[0] !== 'Z') return false;
  try {
    return readdirSync(`/proc/${pid}/task`).length <= 1;
  } catch {
    return false;
  }
}

/** Fields 3 and on of proc(5)'s stat: the second, the name in brackets, may hold anything. */
function fieldsOf(pid: number): string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}
