/** A thread that lists folders: each message is a batch of paths, each answer their listings. It keeps no state. */
import { parentPort } from 'node:worker_threads';
import { stepBack } from '#base/priority.ts';
import { listFolder } from './list-folder.ts';

export interface WalkBatch {
  readonly root: string;
  readonly folders: readonly { readonly path: string; readonly known: string | null }[];
}

stepBack();

parentPort!.on('message', (batch: WalkBatch) => {
  const listings = batch.folders.map((folder) => listFolder(batch.root, folder.path, folder.known));
  parentPort!.postMessage(listings);
});
