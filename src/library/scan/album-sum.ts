/** What an album's tracks add up to: counts, length, size, the format in words, its picture. */

export interface SummedTrack {
  readonly disc: number | null;
  readonly number: number | null;
  readonly durationMs: number;
  readonly sizeBytes: number;
  readonly codec: string;
  readonly lossless: boolean;
  readonly sampleRateHz: number | null;
  readonly bitDepth: number | null;
  readonly bitrateKbps: number | null;
  readonly segment: number;
  readonly genreIds: readonly number[];
  /** A picture in the file itself. */
  readonly artworkId: number | null;
  /** A picture that lies in its folder, or in the folder above for a disc's folder. */
  readonly folderArtworkId: number | null;
}

export interface AlbumSum {
  trackCount: number;
  durationMs: number;
  sizeBytes: number;
  readonly genres: Map<number, number>;
  add(track: SummedTrack): void;
  discCount(): number;
  format(): string;
  artworkId(): number | null;
}

export function emptySum(): AlbumSum {
  const discs = new Set<number>();
  const formats = new Map<string, number>();
  let embedded: { place: number; id: number } | undefined;
  let folder: number | null = null;
  const sum: AlbumSum = {
    trackCount: 0,
    durationMs: 0,
    sizeBytes: 0,
    genres: new Map(),
    add(track) {
      sum.trackCount++;
      sum.durationMs += track.durationMs;
      // The parts of one file share its bytes: they are counted with the first.
      if (track.segment <= 1) sum.sizeBytes += track.sizeBytes;
      discs.add(track.disc ?? 1);
      const words = formatWords(track);
      formats.set(words, (formats.get(words) ?? 0) + 1);
      for (const genre of track.genreIds) sum.genres.set(genre, (sum.genres.get(genre) ?? 0) + 1);
      folder ??= track.folderArtworkId;
      const place = (track.disc ?? 1) * 100_000 + (track.number ?? 99_999);
      if (track.artworkId !== null && (!embedded || place < embedded.place))
        embedded = { place, id: track.artworkId };
    },
    discCount: () => Math.max(1, discs.size),
    format: () => formatsInWords(formats),
    artworkId: () => folder ?? embedded?.id ?? null,
  };
  return sum;
}

/**
 * The commonest first; two kinds of file in one album are both told. Where some are said by their name alone ('Opus'),
 * so are the others of that kind ('Opus 160 kbit/s').
 */
function formatsInWords(formats: ReadonlyMap<string, number>): string {
  const merged = new Map<string, number>();
  for (const [words, count] of formats) {
    const alone = words.replace(/ \d+ kbit\/s$/, '');
    const said = formats.has(alone) ? alone : words;
    merged.set(said, (merged.get(said) ?? 0) + count);
  }
  return [...merged]
    .sort((a, b) => b[1] - a[1])
    .slice(0, 2)
    .map(([words]) => words)
    .join(' + ');
}

const codecNames: Record<string, string> = {
  mp3: 'MP3',
  flac: 'FLAC',
  vorbis: 'Ogg Vorbis',
  opus: 'Opus',
  speex: 'Speex',
  aac: 'AAC',
  alac: 'ALAC',
  pcm: 'PCM',
  wma: 'WMA',
  dsd: 'DSD',
  ape: "Monkey's Audio",
  wavpack: 'WavPack',
  musepack: 'Musepack',
  tta: 'TTA',
};

/** 'FLAC 96 kHz, 24 bit', 'MP3 320 kbit/s', 'MP3': variable rates differ from track to track, so only round ones are told. */
function formatWords(track: SummedTrack): string {
  const name = codecNames[track.codec] ?? track.codec.toUpperCase();
  if (!track.lossless)
    return track.bitrateKbps !== null && constantRates.has(track.bitrateKbps)
      ? `${name} ${track.bitrateKbps} kbit/s`
      : name;
  const rate = track.sampleRateHz ? ` ${Math.round(track.sampleRateHz / 100) / 10} kHz` : '';
  return `${name}${rate}${track.bitDepth ? `${rate ? ',' : ''} ${track.bitDepth} bit` : ''}`;
}

const constantRates = new Set([96, 112, 128, 160, 192, 224, 256, 320]);
