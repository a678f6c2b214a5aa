/**
 * Plays a decoded track on the audio clock. What is decoded is scheduled at once, to the frame, at least half a minute
 * ahead: no timer stands between two pieces or two tracks, so a page in the background, where timers are slow, has no
 * gap either. Frames are counted as integers, because seconds as floating-point numbers would drift apart.
 */
import type { DecodedTrack, TrackFailure } from './decoded-track.ts';
import type { Graph } from './graph.ts';
import type { Piece } from './pieces.ts';
import { VoiceGain, type Voice } from './voice.ts';

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
/** So much is decoded and scheduled ahead of what is heard, of a track that comes in pieces. */
const AHEAD_SECONDS = 30;

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

  /** Schedules what was decoded since, and asks for more. Called whenever the decoded track grew, and by the clock. */
  fill(): void {
    const { pieces, lengthFrames } = this.decoded;
    for (let piece = pieces.at(this.#scheduledTo); piece !== null; piece = pieces.at(this.#scheduledTo)) {
      this.#anchor();
      this.#schedule(piece);
    }
    const all = lengthFrames !== null && this.#scheduledTo >= lengthFrames;
    if (all && !this.#anchored) this.#anchor(); // Sought beyond the end: it ends at once.
    if (!all && this.#scheduledTo < this.#heardFrame() + AHEAD_SECONDS * this.#graph.rateHz)
      this.decoded.want(this.#scheduledTo);
  }

  /** Lets go of what has been heard but for what is to come, to make room for the next track. */
  trim(): void {
    const soon = (this.#graph.soonSeconds + 0.5) * this.#graph.rateHz - this.#origin;
    const frame = Math.max(this.#startFrame, Math.round(soon));
    if (!this.#anchored || !this.decoded.trimTo(frame)) return;
    for (const [node, { toFrame }] of this.#nodes)
      if (toFrame > frame) node.stop((this.#origin + frame) / this.#graph.rateHz);
    this.#scheduledTo = frame;
    this.fill();
  }

  positionMs(): number {
    const { rateHz } = this.#graph;
    if (!this.#anchored) return (this.#startFrame / rateHz) * 1000;
    const frame = Math.max(this.#heardFrame(), this.#startFrame);
    return (Math.min(frame, Math.max(this.#scheduledTo, this.#startFrame)) / rateHz) * 1000;
  }

  durationMs(): number | null {
    const { lengthFrames } = this.decoded;
    return lengthFrames === null ? null : (lengthFrames / this.#graph.rateHz) * 1000;
  }

  /** The context's frame at which it begins. */
  startsAtFrame(): number {
    return this.#origin + this.#startFrame;
  }

  /** The context's frame right after its last one; null before the track's length is known. */
  endFrame(): number | null {
    const { lengthFrames } = this.decoded;
    if (lengthFrames === null || !this.#anchored) return null;
    return this.#origin + Math.max(lengthFrames, this.#startFrame);
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

  /** The frame that is missing, where it will run dry soon. */
  missingFrame(): number | null {
    return this.aheadSeconds() < HUNGRY_SECONDS ? this.#scheduledTo : null;
  }

  stalled(): boolean {
    return this.#scheduledTo < (this.decoded.lengthFrames ?? Infinity) && this.aheadSeconds() <= 0;
  }

  ended(): boolean {
    const end = this.endsAtSeconds();
    return end !== null && !this.stalled() && this.#graph.audibleSeconds >= end;
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

  #schedule(piece: Piece): void {
    const { buffer, bufferFrame, toFrame } = piece;
    const fromFrame = this.#scheduledTo;
    const { rateHz, context } = this.#graph;
    const node = new AudioBufferSourceNode(context, { buffer });
    node.connect(this.#gain.input);
    node.onended = () => this.#drop(node);
    node.start((this.#origin + fromFrame) / rateHz, (fromFrame - bufferFrame) / rateHz);
    if (toFrame < bufferFrame + buffer.length) node.stop((this.#origin + toFrame) / rateHz);
    this.decoded.pieces.hold(piece);
    this.#nodes.set(node, piece);
    this.#scheduledTo = toFrame;
  }

  /** The track's frame that is audible now, before its first where it has not begun. */
  #heardFrame(): number {
    if (!this.#anchored) return this.#startFrame;
    return this.#graph.audibleSeconds * this.#graph.rateHz - this.#origin;
  }

  /** Nodes outlive their sound until the collector comes; their buffer must not. */
  #drop(node: AudioBufferSourceNode): void {
    const piece = this.#nodes.get(node);
    this.#nodes.delete(node);
    node.onended = null;
    node.disconnect();
    node.buffer = null;
    if (piece !== undefined) this.decoded.pieces.letGo(piece);
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
