/** A thread that reads files to their end and digests their sound; the reading is synchronous, so it needs its own. */
import { parentPort } from 'node:worker_threads';
import { messageOf, systemCodeOf } from '#base/errors.ts';
import { stepBack } from '#base/priority.ts';
import { digestEssence } from '#media/index.ts';

export type DigestAnswer =
  | { readonly digest: string | null }
  | { readonly error: string; readonly code: string | undefined };

stepBack();

parentPort!.on('message', (path: string | Uint8Array) => {
  parentPort!.postMessage(
    answer(typeof path === 'string' ? path : Buffer.from(path.buffer, path.byteOffset, path.byteLength)),
  );
});

function answer(path: string | Buffer): DigestAnswer {
  try {
    return { digest: digestEssence(path) ?? null };
  } catch (error) {
    return { error: messageOf(error), code: systemCodeOf(error) };
  }
}
