/** What sounds on the audio clock: one track, from decoded buffers or from a media element. */
import type { Playable } from '../../../../src/server/api/contract.ts';
import type { TrackFailure } from './decoded-track.ts';
import { FADE_SECONDS, FADED_SECONDS, type Graph } from './graph.ts';

export interface Voice {
  readonly track: Playable;
  /** The place in the track that is audible now. */
  positionMs(): number;
  /** As decoded; null before that is known. */
  durationMs(): number | null;
  /** When its last sample has sounded, in seconds of the context's clock; null while that is not known. */
  endsAtSeconds(): number | null;
  /** True while it waits for data. */
  stalled(): boolean;
  /** True when it is audible no more. */
  ended(): boolean;
  failure(): TrackFailure | null;
  setLevel(factor: number): void;
  /** Follows the engine's play and pause. */
  setPlaying(playing: boolean): void;
  /** Fades out and lets everything go. */
  stop(): void;
}

/** Two gains in a row: the level (ReplayGain), and the edge that fades at seeks and cuts, never at a seam. */
export class VoiceGain {
  readonly input: GainNode;
  readonly #edge: GainNode;
  readonly #graph: Graph;

  constructor(graph: Graph, level: number) {
    this.#graph = graph;
    this.input = new GainNode(graph.context, { gain: level });
    this.#edge = new GainNode(graph.context);
    this.input.connect(this.#edge).connect(graph.bus);
  }

  setLevel(factor: number): void {
    this.input.gain.setTargetAtTime(factor, this.#graph.context.currentTime, 0.03);
  }

  /** Silent until `atSeconds`, whole shortly after. */
  fadeInAt(atSeconds: number): void {
    this.#edge.gain.value = 0;
    this.#edge.gain.setTargetAtTime(1, atSeconds, FADE_SECONDS);
  }

  /** Answers when it is silent. */
  fadeOut(): number {
    const soon = this.#graph.soonSeconds;
    this.#edge.gain.cancelScheduledValues(soon);
    this.#edge.gain.setTargetAtTime(0, soon, FADE_SECONDS);
    return soon + FADED_SECONDS;
  }

  disconnect(): void {
    this.input.disconnect();
    this.#edge.disconnect();
  }
}
