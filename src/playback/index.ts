/**
 * The way into the room: a decision, and with its proof the bytes. See README.md.
 */
export { attachment } from './attachment.ts';
export type { ByteLocation, ByteSource, OpenResult } from './byte-source.ts';
export type {
  Allowed,
  Decision,
  LibraryId,
  PlayableItem,
  Purpose,
  Refused,
  RefusalReason,
  ShareGrant,
  Viewer as DecisionViewer,
} from './decide.ts';
export { decide } from './decide.ts';
export type { ClientCaps, SourceFormat, WantedFormat } from './plan.ts';
export type { OriginalOutcome, Playback } from './playback.ts';
export { openPlayback } from './playback.ts';
export type { ServeOptions, ServeOutcome } from './serve-range.ts';
export { serveRange } from './serve-range.ts';
export type { Exchange, Served, StreamWanted } from './stream.ts';
export { sendZip, type ZipEntry } from './zip.ts';
