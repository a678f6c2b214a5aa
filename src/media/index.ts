/**
 * The way into the room: one media file in, facts, pictures or frames out. See README.md.
 */
export { createTagPool } from './tag-pool.ts';
export type { TagPool, TagPoolOptions } from './tag-pool.ts';
export { readTags } from './tags/read.ts';
export { digestEssence } from './tags/essence.ts';
export type {
  ArtworkType,
  AudioFacts,
  Chapter,
  Container,
  Credit,
  EmbeddedArtwork,
  Essence,
  Lyrics,
  LyricsLine,
  MusicBrainzIds,
  ReplayGain,
  Role,
  TagProblem,
  TagProblemReason,
  TagResult,
  Tags,
  TagsFound,
} from './tags/types.ts';
export { mimeTypeOfContainer } from './formats.ts';
export { parseLyricsFile } from './lyrics.ts';
export { parseCueFile, parseCueSheet, cueFramesPerSecond } from './cue-sheet.ts';
export type { CueSheet, CueTrack } from './cue-sheet.ts';
export { parsePlaylist, writePlaylist } from './playlist-file.ts';
export type { Playlist, PlaylistEntry, PlaylistFormat } from './playlist-file.ts';
export { readEmbeddedArtwork, renderArtwork, renderSvg } from './artwork.ts';
export type { ArtworkFormat } from './artwork.ts';
export { describeArtwork } from './artwork-palette.ts';
export type { ArtworkFacts, Palette, PaletteSide } from './artwork-palette.ts';
export { renderPlaceholder } from './artwork-placeholder.ts';
export { findFfmpeg, useFfmpeg } from './ffmpeg-find.ts';
export type { FfmpegInfo } from './ffmpeg-find.ts';
export { ffmpegSlots, setFfmpegSlots, takeFfmpegSlot } from './ffmpeg-slots.ts';
export { runFfmpeg } from './ffmpeg.ts';
export type { FfmpegEnd, FfmpegJob, FilePath } from './ffmpeg.ts';
export { encodableCodecs, estimateTranscodeBytes, transcode, transcodeCodecs } from './transcode.ts';
export type { Transcode, TranscodeCodec, TranscodeRequest } from './transcode.ts';
export { createAnalyser } from './analysis.ts';
export type { Analyser } from './analysis.ts';
export type { Analysis, AnalysisFailure } from './measure.ts';
