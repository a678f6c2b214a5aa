/** What sounds on the audio clock: one track, from decoded buffers or from a media element. */
import type { Playable } from '../../../../src/server/api/contract.ts';
import type { TrackFailure } from './decoded-track.ts';

/** Fades of a voice at seeks and cuts, never at a seam. */
export const FADE_SECONDS = 0.008;

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

/** Two gains in a row: the level (ReplayGain), and the edge that fades at cuts. */
export class VoiceGain {
  readonly input: GainNode;
  readonly #edge: GainNode;
  readonly #context: BaseAudioContext;

  constructor(bus: AudioNode, level: number) {
    this.#context = bus.context;
    this.input = new GainNode(bus.context, { gain: level });
    this.#edge = new GainNode(bus.context);
    this.input.connect(this.#edge).connect(bus);
  }

  setLevel(factor: number): void {
    this.input.gain.setTargetAtTime(factor, this.#context.currentTime, 0.03);
  }

  /** Silent before `atSeconds`, whole shortly after. */
  fadeInAt(atSeconds: number): void {
    this.#edge.gain.setValueAtTime(0, Math.max(0, atSeconds));
    this.#edge.gain.linearRampToValueAtTime(1, atSeconds + FADE_SECONDS);
  }

  /** Answers when it is silent. */
  fadeOut(): number {
    const { currentTime } = this.#context;
    this.#edge.gain.cancelScheduledValues(currentTime);
    this.#edge.gain.setValueAtTime(this.#edge.gain.value, currentTime);
    this.#edge.gain.linearRampToValueAtTime(0, currentTime + FADE_SECONDS);
    return currentTime + FADE_SECONDS;
  }

  disconnect(): void {
    this.input.disconnect();
    this.#edge.disconnect();
  }
}
