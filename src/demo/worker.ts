/** A thread that renders takes as they are handed to it; it knows no files. */

import { parentPort } from 'node:worker_threads';
import { messageOf } from '#base/errors.ts';
import type { Take } from './plan.ts';
import type { RenderedTrack } from './render.ts';
import { renderTake } from './render.ts';
import type { Picture } from './tagging/tags.ts';

export interface RenderRequest {
  readonly take: Take;
  readonly picture: Picture | undefined;
}

export type RenderAnswer =
  | { readonly ok: true; readonly tracks: readonly RenderedTrack[] }
  | { readonly ok: false; readonly reason: string };

parentPort?.on('message', (request: RenderRequest) => void answer(request));

async function answer({ take, picture }: RenderRequest): Promise<void> {
  try {
    const tracks = await renderTake(take, picture);
    reply({ ok: true, tracks });
  } catch (error) {
    reply({ ok: false, reason: messageOf(error) });
  }
}

function reply(answer: RenderAnswer): void {
  parentPort?.postMessage(answer);
}
