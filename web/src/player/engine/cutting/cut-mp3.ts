/**
 * MP3: frames follow each other by their own lengths. A frame may use bits of those before it, so a part begins some
 * frames early. Only the first frame's Xing and LAME fields say what an encoder put around the music; parts never
 * hold that frame, so decoders trim nothing, and the trimming is in the sample numbers here.
 */
import type { CutPoint, CutPoints } from './cut-points.ts';
import { FileWalk } from './file-walk.ts';

/** What every decoder of layer III adds at the beginning. */
const DECODER_DELAY = 529;
/** The reservoir is 511 bytes, four frames of the smallest kind; twice that, and the overlap, are soon decoded. */
const PREROLL_MP3_FRAMES = 12;
const POINT_EVERY = 8;
const KBPS_MPEG1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const KBPS_MPEG2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
const RATES_HZ = [44_100, 48_000, 32_000];

interface FrameHead {
  sizeBytes: number;
  rateHz: number;
  samples: number;
  /** Where a Xing header would stand. */
  sideBytes: number;
}

export async function mp3Points(file: Blob, soundAt: number, partial: boolean): Promise<CutPoints | null> {
  const walk = new FileWalk(file);
  const first = await walk.bytesAt(soundAt, 2_000);
  const head = frameHead(first);
  if (head === null) return null;
  const trim = trimming(first, head);
  if (trim === null) return null;
  const { points, end, frames } = await findFrames(
    walk,
    soundAt + (trim.hasInfo ? head.sizeBytes : 0),
    head,
    -trim.start,
  );
  if (!partial && trim.frames !== null && trim.frames !== frames) return null;
  points.push({ byte: end, frame: frames * head.samples - trim.start });
  return {
    rateHz: head.rateHz,
    lengthFrames: Math.min(
      frames * head.samples - trim.start,
      frames * head.samples - trim.start + DECODER_DELAY - trim.end,
    ),
    points,
    header: () => new Uint8Array(),
    prerollFrames: PREROLL_MP3_FRAMES * head.samples,
    slackFrames: 0,
  };
}

async function findFrames(walk: FileWalk, from: number, { rateHz, samples }: FrameHead, firstFrame: number) {
  const points: CutPoint[] = [];
  let [at, frames] = [from, 0];
  while (at < walk.sizeBytes - 4) {
    const head = frameHead(await walk.bytesAt(at, 4));
    if (
      head === null ||
      head.rateHz !== rateHz ||
      head.samples !== samples ||
      at + head.sizeBytes > walk.sizeBytes
    )
      break;
    if (frames % POINT_EVERY === 0) points.push({ byte: at, frame: firstFrame + frames * samples });
    frames += 1;
    at += head.sizeBytes;
  }
  return { points, end: at, frames };
}

/** Layer III of MPEG 1, 2 and 2.5; anything else is left alone. */
function frameHead(bytes: Uint8Array): FrameHead | null {
  const [sync = 0, kind = 0, rates = 0, channels = 0] = bytes;
  const version = (kind >> 3) & 3;
  if (sync !== 0xff || (kind & 0xe6) !== 0xe2 || version === 1) return null;
  const mpeg1 = version === 3;
  const kbps = (mpeg1 ? KBPS_MPEG1 : KBPS_MPEG2)[rates >> 4] ?? 0;
  const rateHz = (RATES_HZ[(rates >> 2) & 3] ?? 0) / (mpeg1 ? 1 : version === 2 ? 2 : 4);
  if (kbps === 0 || rateHz === 0) return null;
  const mono = channels >> 6 === 3;
  return {
    sizeBytes: Math.floor(((mpeg1 ? 144 : 72) * kbps * 1000) / rateHz) + ((rates >> 1) & 1),
    rateHz,
    samples: mpeg1 ? 1152 : 576,
    sideBytes: mpeg1 ? (mono ? 17 : 32) : mono ? 9 : 17,
  };
}

/** What is not music at both ends. Null where the first frame says something that is not understood. */
function trimming(bytes: Uint8Array, { sideBytes, sizeBytes }: FrameHead) {
  const at = 4 + sideBytes;
  const name = String.fromCharCode(...bytes.subarray(at, at + 4));
  if (String.fromCharCode(...bytes.subarray(36, 40)) === 'VBRI') return null;
  if (name !== 'Xing' && name !== 'Info')
    return { hasInfo: false, start: 0, end: DECODER_DELAY, frames: null };
  const view = new DataView(bytes.buffer, bytes.byteOffset + at);
  const flags = view.getUint32(4);
  // All four fields before LAME's: what most encoders write, and where its own stand then.
  if ((flags & 0xf) !== 0xf || sizeBytes < at + 144) return null;
  return {
    hasInfo: true,
    start: (view.getUint16(141) >> 4) + DECODER_DELAY,
    end: view.getUint16(142) & 0xfff,
    frames: view.getUint32(8),
  };
}
