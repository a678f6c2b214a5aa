/**
 * The AudioContext and the few nodes that all sound passes: bus → fade → volume → loudspeaker. Pausing is a short fade and
 * then a suspended context, so that all that was scheduled stands still with it and goes on sample-exactly; the
 * audio clock is the only clock that the engine believes.
 */

/** Time constant of fades; after seven of them 0.1 % is left. */
export const FADE_SECONDS = 0.003;
export const FADED_SECONDS = 7 * FADE_SECONDS;
/** Chromium reports 0 to 0.3 s (Bluetooth); more is a driver's mistake. */
const LATENCY_SECONDS_MAX = 1;
const LEAD_SECONDS_MIN = 0.03;

export interface GraphEvents {
  /** The context stopped or started without having been asked: a call, an alarm, the system's audio focus. */
  onInterrupted: () => void;
  onReturned: () => void;
  /** The sound device failed and took the context with it. */
  onDeviceError: () => void;
}

export class Graph {
  readonly context: AudioContext;
  /** What voices connect to. */
  readonly bus: GainNode;
  /** The last node before the loudspeaker. */
  readonly output: GainNode;
  readonly #events: GraphEvents;
  readonly #fade: GainNode;
  #wanted: 'running' | 'suspended' = 'suspended';
  #resting: ReturnType<typeof setTimeout> | undefined;
  #resuming = false;
  #interrupted = false;

  /** `rateHz` null: as the device likes. */
  constructor(rateHz: number | null, volume: number, events: GraphEvents) {
    this.context = makeContext(rateHz);
    this.#events = events;
    this.bus = new GainNode(this.context);
    this.#fade = new GainNode(this.context, { gain: 0 });
    this.output = new GainNode(this.context, { gain: volume });
    this.bus.connect(this.#fade).connect(this.output).connect(this.context.destination);
    this.context.addEventListener('statechange', this.#heedState);
    this.context.addEventListener('error', this.#events.onDeviceError);
  }

  get rateHz(): number {
    return this.context.sampleRate;
  }

  /**
   * The first moment that can still be changed. The audio thread works in blocks ahead of `currentTime`; a fade that
   * begins in what it has already made would be a jump, and is heard as a click.
   */
  get soonSeconds(): number {
    return this.context.currentTime + Math.max(LEAD_SECONDS_MIN, 2 * this.context.baseLatency);
  }

  /** The time on the context's clock of what leaves the loudspeaker now, in seconds. */
  get audibleSeconds(): number {
    const latency = this.context.outputLatency || this.context.baseLatency || 0;
    return Math.max(0, this.context.currentTime - Math.min(latency, LATENCY_SECONDS_MAX));
  }

  get running(): boolean {
    return this.context.state === 'running' && this.#wanted === 'running';
  }

  /** Lets it sound. False when the browser does not allow it (yet): no gesture was made. */
  async run(): Promise<boolean> {
    this.#wanted = 'running';
    this.#interrupted = false;
    clearTimeout(this.#resting);
    // Asked for even when it runs: a suspend() of a moment ago may still be under way.
    this.#resuming = true;
    const allowed = await resumed(this.context);
    this.#resuming = false;
    if (allowed && this.#wanted === 'running') this.#fadeTo(1);
    return allowed;
  }

  /** Fades out, then stands still. */
  rest(): void {
    if (this.#wanted === 'suspended') return;
    this.#wanted = 'suspended';
    this.#interrupted = false;
    this.#fadeTo(0);
    const silentSeconds = this.soonSeconds + FADED_SECONDS - this.audibleSeconds;
    this.#resting = setTimeout(() => void this.context.suspend().catch(() => {}), silentSeconds * 1000);
  }

  setVolume(factor: number): void {
    this.output.gain.setTargetAtTime(factor, this.context.currentTime, FADE_SECONDS);
  }

  close(): void {
    clearTimeout(this.#resting);
    this.#wanted = 'suspended';
    this.context.removeEventListener('statechange', this.#heedState);
    this.context.removeEventListener('error', this.#events.onDeviceError);
    this.output.disconnect();
    void this.context.close().catch(() => {});
  }

  /** Approaches a level from wherever the gain is by then, so that fades may interrupt each other. */
  #fadeTo(level: number): void {
    this.#fade.gain.setTargetAtTime(level, this.soonSeconds, FADE_SECONDS);
  }

  readonly #heedState = () => {
    const running = this.context.state === 'running';
    if (this.#wanted === 'running' && !running && !this.#resuming) {
      this.#wanted = 'suspended';
      this.#interrupted = true;
      this.#events.onInterrupted();
    } else if (this.#interrupted && running) {
      this.#interrupted = false;
      this.#events.onReturned();
    }
  };
}

function makeContext(rateHz: number | null): AudioContext {
  // 'playback': larger blocks survive a busy main thread and a page in the background, and spare the battery.
  try {
    return new AudioContext({ latencyHint: 'playback', ...(rateHz === null ? {} : { sampleRate: rateHz }) });
  } catch {
    return new AudioContext({ latencyHint: 'playback' });
  }
}

/** `resume()` neither resolves nor rejects while the autoplay policy holds it, so it is given a moment. */
async function resumed(context: AudioContext): Promise<boolean> {
  const moment = new Promise<void>((resolve) => setTimeout(resolve, 1_000));
  await Promise.race([context.resume().catch(() => {}), moment]);
  return context.state === 'running';
}
