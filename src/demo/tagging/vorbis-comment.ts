/** Vorbis comments and picture blocks: the tags of FLAC, Ogg Vorbis and Opus (RFC 9639 section 8.6 and 8.8). */

import type { FileTags, Picture } from './tags.ts';
import { comment, licenceAddress, lrcOf } from './tags.ts';

const vendor = 'Fonoteca demo library';

/** The comment structure without any framing, as it stands in a FLAC block. */
export function vorbisComment(
  tags: FileTags,
  extra: readonly (readonly [string, string])[] = [],
): Uint8Array {
  const fields = [...fieldsOf(tags), ...extra].map(([name, value]) => sized(`${name}=${value}`));
  return Buffer.concat([sized(vendor), uint32(fields.length), ...fields]);
}

/** The comment packet of an Ogg Vorbis stream, the picture inside it in base64. */
export function vorbisCommentPacket(tags: FileTags): Uint8Array {
  return Buffer.concat([
    Buffer.from('\x03vorbis', 'latin1'),
    vorbisComment(tags, pictureField(tags)),
    Uint8Array.of(1),
  ]);
}

/** The comment packet of an Opus stream (RFC 7845, section 5.2). */
export function opusCommentPacket(tags: FileTags): Uint8Array {
  return Buffer.concat([Buffer.from('OpusTags', 'latin1'), vorbisComment(tags, pictureField(tags))]);
}

/** A FLAC picture block: a front cover. */
export function pictureBlock(picture: Picture): Uint8Array {
  const mime = Buffer.from(picture.mime, 'latin1');
  return Buffer.concat([
    big32(3),
    big32(mime.length),
    mime,
    big32(0),
    big32(picture.sizePixels),
    big32(picture.sizePixels),
    big32(24),
    big32(0),
    big32(picture.bytes.length),
    picture.bytes,
  ]);
}

function pictureField(tags: FileTags): (readonly [string, string])[] {
  if (tags.picture === undefined) return [];
  return [['METADATA_BLOCK_PICTURE', Buffer.from(pictureBlock(tags.picture)).toString('base64')]];
}

function fieldsOf(tags: FileTags): (readonly [string, string])[] {
  const all: (readonly [string, string | number | undefined])[] = [
    ['TITLE', tags.title],
    ['TITLESORT', tags.titleSort],
    ...tags.artists.flatMap((artist) => [
      ['ARTIST', artist.name] as const,
      ['ARTISTSORT', artist.sort] as const,
    ]),
    ['ALBUM', tags.album],
    ['ALBUMSORT', tags.albumSort],
    ...tags.albumArtists.flatMap((artist) => [
      ['ALBUMARTIST', artist.name] as const,
      ['ALBUMARTISTSORT', artist.sort] as const,
    ]),
    ['COMPOSER', tags.composer?.name],
    ['COMPOSERSORT', tags.composer?.sort],
    ['TRACKNUMBER', tags.track],
    ['TRACKTOTAL', tags.trackTotal],
    ['DISCNUMBER', tags.disc],
    ['DISCTOTAL', tags.discTotal],
    ['DISCSUBTITLE', tags.discTitle],
    ['DATE', tags.date],
    ['ORIGINALDATE', tags.originalDate],
    ...tags.genres.map((genre) => ['GENRE', genre] as const),
    ['LABEL', tags.label],
    ['WORK', tags.work],
    ['MOVEMENT', tags.movement?.number],
    ['MOVEMENTNAME', tags.movement?.name],
    ['MOVEMENTTOTAL', tags.movement?.total],
    ['LANGUAGE', tags.language],
    ['COMPILATION', tags.compilation ? 1 : undefined],
    ['LYRICS', tags.lyrics.length === 0 ? undefined : lrcOf(tags.lyrics)],
    ['COMMENT', comment],
    ['LICENSE', licenceAddress],
  ];
  return all.flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)] as const]));
}

function sized(text: string): Uint8Array {
  const bytes = Buffer.from(text, 'utf8');
  return Buffer.concat([uint32(bytes.length), bytes]);
}

function uint32(value: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function big32(value: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
