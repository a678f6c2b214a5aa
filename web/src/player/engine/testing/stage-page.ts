/** The page of the stage: the engine alone, bundled as the real page is, with its events and samples kept for tests. */
import { join } from 'node:path';
import { build, type Rolldown } from 'vite';

const ENTRY = 'virtual:stage';

export interface StagePageOptions {
  /** The engine's options as a JS object literal. */
  engine?: string;
  /** Keep every sample of the engine's output; true when absent. */
  record?: boolean;
}

/** The page's script. It leaves `engine`, `events`, `recorded` and `cutting` on `window`. */
export async function bundleStagePage({ engine = '{}', record = true }: StagePageOptions): Promise<string> {
  const entrance = join(import.meta.dirname, '..', 'index.ts');
  const cutting = join(import.meta.dirname, '..', 'cutting', 'cut-points.ts');
  const output = (await build({
    configFile: false,
    logLevel: 'silent',
    root: import.meta.dirname,
    build: { write: false, minify: false, rolldownOptions: { input: ENTRY } },
    plugins: [
      {
        name: 'stage',
        resolveId: (id) => (id === ENTRY ? `\0${ENTRY}` : undefined),
        load: (id) => (id === `\0${ENTRY}` ? pageScript({ entrance, cutting }, engine, record) : undefined),
      },
    ],
  })) as Rolldown.RolldownOutput;
  return output.output[0].code;
}

/** What runs in the page: the engine, a list of its events, and a worklet that keeps every sample of its output. */
function pageScript(from: { entrance: string; cutting: string }, options: string, record: boolean): string {
  return `
    import { createEngine } from ${JSON.stringify(from.entrance)};
    import * as cutting from ${JSON.stringify(from.cutting)};
    const query = ({ format, bitrateKbps, startMs }) => {
      const query = new URLSearchParams({ format });
      if (bitrateKbps) query.set('bitrate', bitrateKbps);
      if (startMs) query.set('startMs', startMs);
      return query;
    };
    const engine = createEngine({
      urlFor: (track, request) => 'api/stream/' + track.id + '?' + query(request),
      onPlayed: (track) => note('played', track.id),
      onProgress: (track, ms) => note('progress', [track.id, ms]),
      ...${options},
    });
    const events = [];
    const note = (name, data) => events.push({ name, data, at: performance.now() });
    for (const name of ['state', 'track', 'end', 'error'])
      engine.on(name, (data) => note(name, name === 'track' ? { id: data.track.id, index: data.index } : data));
    const worklet = URL.createObjectURL(new Blob([\`registerProcessor('recorder', class extends AudioWorkletProcessor {
      #block = new Float32Array(4096); #filled = 0;
      process([input]) {
        this.#block.set(input[0] ?? new Float32Array(128), this.#filled);
        this.#filled += 128;
        if (this.#filled === 4096) { this.port.postMessage(this.#block.slice()); this.#filled = 0; }
        return true;
      }
    })\`], { type: 'text/javascript' }));
    const recorded = { blocks: [], rateHz: 0 };
    if (${record}) engine.on('output', async (output) => {
      const { context } = output;
      await context.audioWorklet.addModule(worklet);
      const node = new AudioWorkletNode(context, 'recorder', { numberOfOutputs: 0 });
      recorded.rateHz = context.sampleRate;
      recorded.blocks.length = 0;
      node.port.onmessage = ({ data }) => recorded.blocks.push(data);
      output.connect(node);
    });
    Object.assign(window, { engine, events, recorded, cutting });
  `;
}
