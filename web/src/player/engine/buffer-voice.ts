/**
 * Plays a decoded track on the audio clock. Everything that is decoded is scheduled at once, to the frame, far ahead:
 * no timer stands between two pieces or two tracks, so a page in the background, where timers are slow, has no gap
 * either. Frames are counted as integers, because seconds as floating-point numbers would drift apart.
 */
import type { DecodedTrack, TrackFailure } from './decoded-track.ts';
import type { Graph } from './graph.ts';
import { VoiceGain, type Voice } from './voice.ts';

interface Piece {
  buffer: AudioBuffer;
  fromFrame: number;
  toFrame: number;
}

export interface BufferVoiceOptions {
  graph: Graph;
  decoded: DecodedTrack;
  /** The track's frame that sounds first. */
  fromFrame: number;
  /** The context's frame at which it sounds; 'now' for as soon as there is data, with a short fade in. */
  at: number | 'now';
  level: number;
}

const HUNGRY_SECONDS = 10;

export class BufferVoice implements Voice {
  readonly track;
  readonly decoded: DecodedTrack;
  readonly #graph: Graph;
  readonly #gain: VoiceGain;
  readonly #startFrame: number;
  /** The context's frame at which the track's frame 0 sounds (or would have). */
  #origin: number;
  #anchored: boolean;
  #scheduledTo: number;
  readonly #nodes = new Map<AudioBufferSourceNode, Piece>();
  #stopping = false;

  constructor({ graph, decoded, fromFrame, at, level }: BufferVoiceOptions) {
    this.track = decoded.track;
    this.decoded = decoded;
    this.#graph = graph;
    this.#startFrame = fromFrame;
    this.#scheduledTo = fromFrame;
    this.#gain = new VoiceGain(graph, level);
    this.#anchored = at !== 'now';
    this.#origin = at === 'now' ? 0 : at - fromFrame;
    this.fill();
  }

  /** Schedules what was decoded since. Called whenever the decoded track grew. */
  fill(): void {
    const { usableFrames, complete } = this.decoded;
    if (usableFrames > this.#scheduledTo) {
      this.#anchor();
      this.#schedule(this.#scheduledTo, usableFrames);
    } else if (complete && !this.#anchored) {
      this.#anchor(); // Sought beyond the end: it ends at once.
    }
  }

  /** Lets go of what has been heard but for what is to come, to make room for the next track. */
  trim(): void {
    const soon = (this.#graph.soonSeconds + 0.5) * this.#graph.rateHz - this.#origin;
    const frame = Math.max(this.#startFrame, Math.round(soon));
    if (!this.#anchored || !this.decoded.trimTo(frame)) return;
    for (const [node, { toFrame }] of this.#nodes)
      if (toFrame > frame) node.stop((this.#origin + frame) / this.#graph.rateHz);
    this.#schedule(frame, this.decoded.usableFrames);
  }

  positionMs(): number {
    const { rateHz } = this.#graph;
    if (!this.#anchored) return (this.#startFrame / rateHz) * 1000;
    const frame = this.#graph.audibleSeconds * rateHz - this.#origin;
    return (
      (Math.min(Math.max(frame, this.#startFrame), Math.max(this.#scheduledTo, this.#startFrame)) / rateHz) *
      1000
    );
  }

  durationMs(): number | null {
    return this.decoded.complete ? (this.decoded.usableFrames / this.#graph.rateHz) * 1000 : null;
  }

  /** The context's frame at which it begins. */
  startsAtFrame(): number {
    return this.#origin + this.#startFrame;
  }

  /** The context's frame right after its last one; null before the whole track is decoded. */
  endFrame(): number | null {
    if (!this.decoded.complete || !this.#anchored) return null;
    return this.#origin + Math.max(this.decoded.usableFrames, this.#startFrame);
  }

  endsAtSeconds(): number | null {
    const frame = this.endFrame();
    return frame === null ? null : frame / this.#graph.rateHz;
  }

  /** Seconds of sound that are scheduled and not yet played. */
  aheadSeconds(): number {
    if (!this.#anchored) return 0;
    return (this.#origin + this.#scheduledTo) / this.#graph.rateHz - this.#graph.context.currentTime;
  }

  isHungry(): boolean {
    return this.aheadSeconds() < HUNGRY_SECONDS;
  }

  stalled(): boolean {
    return !this.decoded.complete && this.aheadSeconds() <= 0;
  }

  ended(): boolean {
    const end = this.endsAtSeconds();
    return end !== null && this.#graph.audibleSeconds >= end;
  }

  failure(): TrackFailure | null {
    return this.decoded.failure;
  }

  setLevel(factor: number): void {
    this.#gain.setLevel(factor);
  }

  /** The whole context stands still at a pause. */
  setPlaying(): void {}

  stop(): void {
    const sounds = this.#graph.running && this.startsAtFrame() < this.#graph.soonSeconds * this.#graph.rateHz;
    this.#stopping = true;
    if (!sounds) return this.#silence();
    const at = this.#gain.fadeOut();
    for (const node of this.#nodes.keys()) node.stop(at);
    if (this.#nodes.size === 0) this.#gain.disconnect();
  }

  /** Fixes the voice on the clock: at its first data, and again when it had run dry. */
  #anchor(): void {
    const { soonSeconds, rateHz } = this.#graph;
    const soonest = Math.ceil(soonSeconds * rateHz);
    if (this.#anchored && this.#origin + this.#scheduledTo >= soonest) return;
    this.#origin = soonest - this.#scheduledTo;
    this.#anchored = true;
    this.#gain.fadeInAt(soonest / rateHz);
  }

  #schedule(fromFrame: number, toFrame: number): void {
    const { buffer, fromFrame: bufferFrame } = this.decoded;
    if (buffer === null) return;
    const { rateHz, context } = this.#graph;
    const node = new AudioBufferSourceNode(context, { buffer });
    node.connect(this.#gain.input);
    node.onended = () => this.#drop(node);
    node.start((this.#origin + fromFrame) / rateHz, (fromFrame - bufferFrame) / rateHz);
    if (toFrame < bufferFrame + buffer.length) node.stop((this.#origin + toFrame) / rateHz);
    this.decoded.hold(buffer);
    this.#nodes.set(node, { buffer, fromFrame, toFrame });
    this.#scheduledTo = toFrame;
  }

  /** Nodes outlive their sound until the collector comes; their buffer must not. */
  #drop(node: AudioBufferSourceNode): void {
    const buffer = this.#nodes.get(node)?.buffer;
    this.#nodes.delete(node);
    node.onended = null;
    node.disconnect();
    node.buffer = null;
    if (buffer !== undefined) this.decoded.letGo(buffer);
    if (this.#stopping && this.#nodes.size === 0) this.#gain.disconnect();
  }

  #silence(): void {
    this.#gain.disconnect();
    for (const node of this.#nodes.keys()) {
      node.stop();
      this.#drop(node);
    }
  }
}
