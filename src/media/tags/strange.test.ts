/**
 * Tagged files as no specification wants them and as collections have them: each case is one oddity, with what a
 * person would read there.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { deflateSync } from 'node:zlib';
import * as fixtures from './fixtures.ts';
import { be16, be32, id3Frame, latin1, le32, text } from './fixtures/blocks.ts';
import { readTagsOfBytes } from './read.ts';
import type { Tags, TagsFound } from './types.ts';

const sound = fixtures.makeMp3({ id3: false, seconds: 2 });
const bare = fixtures.makeMp3({ id3: false, seconds: 2, header: 'none' });

function found(bytes: Buffer, name = ''): TagsFound {
  const started = performance.now();
  const result = readTagsOfBytes(bytes, name);
  assert.ok(performance.now() - started < 1000, 'too slow');
  assert.equal(result.kind, 'tags', JSON.stringify(result).slice(0, 500));
  return result;
}

function tagsOf(bytes: Buffer): Tags {
  return found(bytes).tags;
}

function id3(version: 2 | 3 | 4, flags: number, content: Buffer): Buffer {
  const size = content.length;
  const safe = [(size >> 21) & 127, (size >> 14) & 127, (size >> 7) & 127, size & 127];
  return Buffer.concat([latin1('ID3'), Buffer.from([version, 0, flags, ...safe]), content]);
}

/** A frame with flags, and whatever stands in front of its body because of them. */
function flagged(id: string, flags: number, body: Buffer, version: 3 | 4 = 4): Buffer {
  const frame = id3Frame(id, body, version);
  frame[9] = flags;
  return frame;
}

const wide = (value: string, mark = '') => Buffer.from(mark + value, 'utf16le');
const title = (body: Buffer) => tagsOf(Buffer.concat([id3(4, 0, id3Frame('TIT2', body)), sound])).title;

describe('ID3v2 structures', () => {
  test('extended headers of v2.3 and v2.4 are stepped over', () => {
    const three = Buffer.concat([be32(6), be16(0), be32(0), id3Frame('TIT2', text('three', 0), 3)]);
    assert.equal(tagsOf(Buffer.concat([id3(3, 0x40, three), sound])).title, 'three');
    const crc = Buffer.concat([
      be32(10),
      be16(0x8000),
      be32(0),
      be32(0x12345678),
      id3Frame('TIT2', text('crc', 0), 3),
    ]);
    assert.equal(tagsOf(Buffer.concat([id3(3, 0x40, crc), sound])).title, 'crc');
    const four = Buffer.concat([Buffer.from([0, 0, 0, 6, 1, 0]), id3Frame('TIT2', text('four', 3))]);
    assert.equal(tagsOf(Buffer.concat([id3(4, 0x40, four), sound])).title, 'four');
    const update = Buffer.concat([
      Buffer.from([0, 0, 0, 12, 1, 0x60, 0, 5, 1, 2, 3, 4]),
      id3Frame('TIT2', text('crc4', 3)),
    ]);
    assert.equal(tagsOf(Buffer.concat([id3(4, 0x40, update), sound])).title, 'crc4');
  });

  test('a flag for an extended header that is not there does not cost the first frame', () => {
    for (const version of [3, 4] as const) {
      const content = Buffer.concat([
        id3Frame('TIT2', text('first', 0), version),
        id3Frame('TALB', text('second', 0), version),
      ]);
      const read = tagsOf(Buffer.concat([id3(version, 0x40, content), sound]));
      assert.deepEqual([read.title, read.album], ['first', 'second'], `v2.${version}`);
    }
  });

  test('a footer belongs to the tag, in front of the audio and behind it', () => {
    const tag = fixtures.id3v2({ TITLE: 'footed', ALBUM: 'x' }, { footer: true });
    for (const bytes of [Buffer.concat([tag, sound]), Buffer.concat([sound, tag])]) {
      const { tags, audio, warnings } = found(bytes);
      assert.deepEqual([tags.title, tags.album, warnings], ['footed', 'x', []]);
      assert.ok(Math.abs(audio.durationMs - 2000) < 40);
    }
  });

  test('compressed, grouped and measured frames are opened in both versions; encrypted ones are left out', () => {
    const body = text('packed', 3);
    const packed = deflateSync(body);
    const safe = Buffer.from([0, 0, 0, body.length]);
    const four = [
      flagged('TIT2', 0x09, Buffer.concat([safe, packed])),
      flagged('TALB', 0x41, Buffer.concat([Buffer.from([7]), safe, text('grouped', 3)])),
      flagged('TPE1', 0x04, Buffer.concat([Buffer.from([1]), text('secret', 3)])),
      id3Frame('TPE2', text('after', 3)),
    ];
    const read = found(Buffer.concat([id3(4, 0, Buffer.concat(four)), sound]));
    assert.deepEqual(
      [read.tags.title, read.tags.album, read.tags.artists, read.tags.albumArtists],
      ['packed', 'grouped', [], ['after']],
    );
    assert.match(read.warnings.join(), /TPE1 is encrypted/);
    const three = [
      flagged('TIT2', 0x80, Buffer.concat([be32(body.length), deflateSync(text('packed', 0))]), 3),
      flagged('TALB', 0x20, Buffer.concat([Buffer.from([7]), text('grouped', 0)]), 3),
      flagged('TPE1', 0x40, Buffer.concat([Buffer.from([1]), text('secret', 0)]), 3),
    ];
    const old = tagsOf(Buffer.concat([id3(3, 0, Buffer.concat(three)), sound]));
    assert.deepEqual([old.title, old.album, old.artists], ['packed', 'grouped', []]);
  });

  test('v2.4 unsynchronised by its header flag alone, with frames that carry a length', () => {
    const body = Buffer.concat([Buffer.from([3]), Buffer.from('a'), Buffer.from([0xc3, 0xbf])]);
    const frame = flagged('TIT2', 0x03, Buffer.concat([Buffer.from([0, 0, 0, body.length]), body]));
    assert.equal(tagsOf(Buffer.concat([id3(4, 0x80, frame), sound])).title, 'aÿ');
  });

  test('a v2.2 tag says it is v2.3, a v2.3 tag has v2.2 names: both are read', () => {
    const old = Buffer.concat([
      latin1('TT2\0'),
      be32(5),
      be16(0),
      text('four', 0),
      latin1('TP1 '),
      be32(5),
      be16(0),
      text('name', 0),
    ]);
    const read = tagsOf(Buffer.concat([id3(3, 0, old), sound]));
    assert.deepEqual([read.title, read.artists], ['four', ['name']]);
  });

  test('two ID3v2 tags in a row: the first is believed, the second fills gaps', () => {
    const bytes = Buffer.concat([
      fixtures.id3v2({ TITLE: 'one' }),
      fixtures.id3v2({ TITLE: 'two', ALBUM: 'more' }, { version: 3 }),
      sound,
    ]);
    const read = tagsOf(bytes);
    assert.deepEqual([read.title, read.album], ['one', 'more']);
  });

  test('padding that is no zeros, a size that is too small and frames of no length do no harm', () => {
    const frames = Buffer.concat([
      id3Frame('TIT2', text('kept', 3)),
      id3Frame('TXXX', Buffer.alloc(0)),
      id3Frame('TALB', text('too', 3)),
    ]);
    assert.equal(
      tagsOf(Buffer.concat([id3(4, 0, Buffer.concat([frames, Buffer.alloc(300, 0x20)])), sound])).album,
      'too',
    );
    const short = id3(4, 0, frames);
    short[9] = frames.length - 20;
    assert.equal(tagsOf(Buffer.concat([short, sound])).title, 'kept');
  });

  test('a broken frame is reported and what is whole behind it is found', () => {
    const damaged = Buffer.concat([latin1('T?T2'), be32(4), be16(0), Buffer.from('abcd')]);
    const content = Buffer.concat([
      id3Frame('TIT2', text('before', 3)),
      damaged,
      id3Frame('TALB', text('behind', 3)),
    ]);
    const read = found(Buffer.concat([id3(4, 0, content), sound]));
    assert.equal(read.tags.title, 'before');
    assert.match(read.warnings.join(), /damaged frame/);
  });
});

describe('ID3 text', () => {
  test('UTF-16 with mark, without, in the other order, with odd length and marks inside', () => {
    assert.equal(title(Buffer.concat([Buffer.from([1]), wide('märk', '\ufeff')])), 'märk');
    assert.equal(title(Buffer.concat([Buffer.from([1]), wide('nömark')])), 'nömark');
    assert.equal(title(Buffer.concat([Buffer.from([1]), wide('bïg', '\ufeff').swap16()])), 'bïg');
    assert.equal(title(Buffer.concat([Buffer.from([1]), wide('odd', '\ufeff'), Buffer.from([0])])), 'odd');
    assert.equal(
      title(Buffer.concat([Buffer.from([2]), wide('wröng', '\ufeff')])),
      'wröng',
      'encoding 2 with a mark',
    );
    assert.equal(title(Buffer.concat([Buffer.from([2]), wide('曲').swap16()])), '曲');
  });

  test('each value of a list may have its own mark and its own order', () => {
    const values = Buffer.concat([Buffer.from([1]), wide('Añа\0', '\ufeff'), wide('Bob', '\ufeff').swap16()]);
    const read = tagsOf(Buffer.concat([id3(4, 0, id3Frame('TPE1', values)), sound]));
    assert.deepEqual(read.artists, ['Añа', 'Bob']);
  });

  test('a mark in front of UTF-8, in the midst and in Latin-1 is no letter', () => {
    assert.equal(title(text('\ufeffBom', 3)), 'Bom');
    assert.equal(title(text('Mid\ufeffdle', 3)), 'Middle');
    assert.equal(title(Buffer.concat([Buffer.from([0, 0xef, 0xbb, 0xbf]), latin1('Bom')])), 'Bom');
  });

  test('encodings are mixed within one tag, and each is told by its bytes', () => {
    const frames = [
      id3Frame('TIT2', Buffer.concat([Buffer.from([0]), Buffer.from('Žluťoučký kůň')])),
      id3Frame('TALB', text('Señor', 1)),
      id3Frame('TPE1', text('Ω', 3)),
    ];
    const read = tagsOf(Buffer.concat([id3(4, 0, Buffer.concat(frames)), sound]));
    assert.deepEqual([read.title, read.album, read.artists], ['Žluťoučký kůň', 'Señor', ['Ω']]);
  });

  test('what is valid in the encoding that it declares stays as it is written', () => {
    assert.equal(title(text('Motörhead', 3)), 'Motörhead');
    assert.equal(title(text('DvoÅ\u0099Ã¡k', 3))?.startsWith('DvoÅ'), true);
  });

  test('emoji, right-to-left marks, controls and lone surrogates', () => {
    assert.equal(title(text('🎵 👩‍🎤 x', 3)), '🎵 👩‍🎤 x');
    assert.equal(title(text('\u202bשלום\u202c עולם', 3)), '\u202bשלום\u202c עולם');
    assert.equal(title(text('a\u0007b\u001bc\u009d', 3)), 'abc');
    const lone = title(Buffer.concat([Buffer.from([1]), wide('x', '\ufeff'), Buffer.from([0x3d, 0xd8])]));
    assert.ok(lone!.isWellFormed() && lone!.startsWith('x'));
  });

  test('text of nothing but blanks is no text', () => {
    for (const blank of ['', ' ', '\0', '\0\0', '\u00a0', '\u200b', '\ufeff', '\t\n'])
      assert.equal(title(text(blank, 3)), undefined, JSON.stringify(blank));
  });

  test('comments: the person’s own is taken, programs’ are not', () => {
    const comment = (description: string, value: string) =>
      id3Frame(
        'COMM',
        Buffer.concat([Buffer.from([3]), latin1('eng'), Buffer.from(`${description}\0${value}`)]),
      );
    const frames = [
      comment('iTunNORM', ' 00001'),
      comment('Songs-DB_Custom1', 'x'),
      comment('', ''),
      comment('', 'mine'),
      comment('ID3v1 Comment', 'old'),
    ];
    assert.equal(tagsOf(Buffer.concat([id3(4, 0, Buffer.concat(frames)), sound])).comment, 'mine');
  });

  test('a slash between artists of v2.3 is a list where the specification says so and AC/DC is a name', () => {
    const read = (artist: string) =>
      tagsOf(Buffer.concat([id3(3, 0, id3Frame('TPE1', text(artist, 0), 3)), sound])).artists;
    assert.deepEqual(read('AC/DC'), ['AC/DC']);
    assert.deepEqual(read('Anna\0Bob'), ['Anna', 'Bob']);
  });
});

describe('values', () => {
  const of = (tags: fixtures.FixtureTags) => tagsOf(fixtures.makeFlac({ tags, seconds: 0.1 }));

  test('places as people write them', () => {
    for (const [written, number, total] of [
      ['3/12', 3, 12],
      ['03', 3, undefined],
      ['003/012', 3, 12],
      ['3 of 12', 3, 12],
      [' 3 / 12 ', 3, 12],
      ['#3', 3, undefined],
      ['3.', 3, undefined],
      ['3.0', 3, undefined],
      ['Track 3', 3, undefined],
      ['1-03', 3, undefined],
      ['0/12', undefined, 12],
      ['0', undefined, undefined],
      ['-1', undefined, undefined],
      ['3/0', 3, undefined],
      ['/12', undefined, 12],
      ['3/', 3, undefined],
      ['٣', undefined, undefined],
      ['4294967295', undefined, undefined],
      ['three', undefined, undefined],
    ] as const) {
      const read = of({ TRACKNUMBER: written });
      assert.deepEqual([read.track, read.trackTotal], [number, total], JSON.stringify(written));
    }
    assert.deepEqual([of({ TRACKNUMBER: 'A1' }).trackText, of({ TRACKNUMBER: 'B-12' }).track], ['A1', 12]);
    const split = of({ TRACKNUMBER: '3', TOTALTRACKS: '12', DISC: '2', TOTALDISCS: '4' });
    assert.deepEqual([split.track, split.trackTotal, split.disc, split.discTotal], [3, 12, 2, 4]);
  });

  test('years and dates as people write them', () => {
    for (const [written, date] of [
      ['1999-00-00', '1999'],
      ['1999-12-00', '1999-12'],
      ['c1985', '1985'],
      ['circa 1985', '1985'],
      ['℗ 1999', '1999'],
      ['(C)2001', '2001'],
      ['1985?', '1985'],
      ['1985-1990', '1985'],
      ['1999-02-30', '1999-02'],
      ['1999-13-01', '1999'],
      ['1999-12-31T23:59:59Z', '1999-12-31'],
      ['1999/12/31', '1999-12-31'],
      ['31.12.1999', '1999-12-31'],
      ['Dec 31, 1999', '1999'],
      ['19991231', '1999-12-31'],
      ['199912', '1999-12'],
      ['1999年12月31日', '1999'],
      ['0000', undefined],
      ['0000-00-00', undefined],
      ['99', undefined],
      ['unknown', undefined],
      ['12345', undefined],
    ] as const)
      assert.equal(of({ DATE: written }).date, date, written);
  });

  test('genres: numbers, brackets and lists, of every kind', () => {
    for (const [written, genres] of [
      ['(17)(6)Refinement', ['Rock', 'Grunge', 'Refinement']],
      ['((Refinement)', ['(Refinement)']],
      ['(4)Eurodisco', ['Disco', 'Eurodisco']],
      ['(255)', []],
      ['255', []],
      ['(17)Rock', ['Rock']],
      ['Rock;rock; ROCK', ['Rock']],
      ['Hip-Hop/Rap', ['Hip-Hop/Rap']],
      ['R&B', ['R&B']],
      ['(0)', ['Blues']],
      ['191', ['Psybient']],
      ['(RX)(CR)(17)', ['Remix', 'Cover', 'Rock']],
      [' ; ;', []],
      ['( 17 )', ['Rock']],
      ['(Rock)', ['(Rock)']],
    ] as const) {
      const bytes = Buffer.concat([id3(3, 0, id3Frame('TCON', text(written, 0), 3)), sound]);
      assert.deepEqual(tagsOf(bytes).genres, genres, written);
    }
  });

  test('names of fields in any case, with blanks, underscores and a mark in front', () => {
    const read = of({
      tItLe: 'T',
      'Album Artist': 'AA',
      ALBUM_ARTIST: 'AA',
      'Disc Number': '2',
      '\ufeffARTIST': 'A',
    });
    assert.deepEqual([read.title, read.albumArtists, read.disc, read.artists], ['T', ['AA'], 2, ['A']]);
  });

  test('the same value many times is one, several stay in their order', () => {
    const read = of({ ARTIST: ['B', 'A', 'B', 'b', 'C'], TITLE: ['First', 'Second'] });
    assert.deepEqual([read.artists, read.title], [['B', 'A', 'b', 'C'], 'First']);
  });

  test('ReplayGain, BPM and flags of nonsense are left out', () => {
    const read = of({
      REPLAYGAIN_TRACK_GAIN: 'loud',
      REPLAYGAIN_TRACK_PEAK: '-1',
      REPLAYGAIN_ALBUM_GAIN: '−6.5 dB',
      BPM: '1e9',
      COMPILATION: 'maybe',
      ISRC: 'none',
      MUSICBRAINZ_TRACKID: 'not-an-id',
    });
    assert.deepEqual(
      [read.replayGain, read.bpm, read.compilation, read.isrcs, read.musicBrainz.recording],
      [{ albumGainDb: -6.5 }, undefined, false, [], undefined],
    );
  });
});

describe('stacks of tags', () => {
  const fields = { TITLE: 'ape', ALBUM: 'from ape' };
  const v1 = fixtures.id3v1({ title: 'one', artist: 'v1 artist', track: 7, genre: 17 });
  const lyrics3 = (content: string) => {
    const body = `LYRICSBEGIN${content}`;
    return latin1(`${body}${String(body.length).padStart(6, '0')}LYRICS200`);
  };
  const sized = (id: string, value: string) => `${id}${String(value.length).padStart(5, '0')}${value}`;

  test('APE in front of the audio', () => {
    const read = found(Buffer.concat([fixtures.apeTag(fields), bare]));
    assert.deepEqual([read.tags.title, read.audio.codec], ['ape', 'mp3']);
    assert.ok(Math.abs(read.audio.durationMs - 2000) < 60, `${read.audio.durationMs}`);
  });

  test('APE, Lyrics3 and ID3v1 behind it, in any order: all are read and none is taken for sound', () => {
    const lyrics = lyrics3(
      `${sized('IND', '10')}${sized('EAL', 'long album name')}${sized('LYR', '[00:01]la\r\n[00:02]lo')}`,
    );
    const old = latin1('LYRICSBEGIN[00:01]la\r\n[00:02]loLYRICSEND');
    const ape = fixtures.apeTag({ TITLE: 'ape' });
    const plain = found(bare).audio;
    for (const [name, tail] of Object.entries({
      'lyrics ape v1': [lyrics, ape, v1],
      'ape lyrics v1': [ape, lyrics, v1],
      'old lyrics v1': [old, v1],
      'ape v1 ape': [ape, v1, ape],
    })) {
      const read = found(Buffer.concat([bare, ...tail]));
      assert.equal(read.audio.durationMs, plain.durationMs, name);
      assert.deepEqual(read.tags.artists, ['v1 artist'], name);
      if (name.includes('lyrics')) assert.equal(read.tags.lyrics[0]?.text, 'la\nlo', name);
      if (name.startsWith('lyrics')) assert.equal(read.tags.album, 'long album name', name);
    }
  });

  test('an ID3v1 twice, with NULs and spaces, in an old code page', () => {
    const odd = fixtures.id3v1({ title: 'Группа', artist: 'x' });
    Buffer.from('c3f0f3efefe02020', 'hex').copy(odd, 3);
    Buffer.from('cae8edee20e820ece8f0', 'hex').copy(odd, 33);
    const read = found(Buffer.concat([bare, odd, odd]));
    assert.deepEqual([read.tags.title, read.tags.artists], ['Группа', ['Кино и мир']]);
    assert.equal(read.audio.durationMs, found(bare).audio.durationMs);
  });

  test('an APE tag of version 1, with odd keys, binary items and links', () => {
    const item = (key: string, value: Buffer, flags: number) =>
      Buffer.concat([le32(value.length), le32(flags), latin1(`${key}\0`), value]);
    const items = [
      item('TITLE', Buffer.from('shout'), 0),
      item('Related', Buffer.from('http://example.org'), 4),
      item('Binary', Buffer.alloc(50, 255), 2),
      item('artist', Buffer.from('One\0Two'), 0),
      item('Empty', Buffer.alloc(0), 0),
      item('Year', Buffer.from('1999'), 0),
    ];
    const content = Buffer.concat(items);
    const footer = Buffer.concat([
      latin1('APETAGEX'),
      le32(1000),
      le32(content.length + 32),
      le32(items.length),
      Buffer.alloc(12),
    ]);
    const read = tagsOf(Buffer.concat([bare, content, footer]));
    assert.deepEqual([read.title, read.artists, read.date], ['shout', ['One', 'Two'], '1999']);
  });

  test('FLAC between an ID3v2 and an ID3v1 tag', () => {
    const flac = fixtures.makeFlac({ tags: { TITLE: 'vorbis' }, seconds: 1 });
    const read = found(Buffer.concat([fixtures.id3v2({ TITLE: 'id3', MOOD: 'calm' }), flac, v1]));
    assert.deepEqual(
      [read.audio.container, read.tags.album, read.audio.durationMs],
      ['flac', undefined, 1000],
    );
    assert.equal(read.tags.title, 'vorbis', 'FLAC’s own comments come first');
  });
});

describe('Vorbis comments', () => {
  const flacBlock = (type: number, body: Buffer, last: boolean) =>
    Buffer.concat([Buffer.from([type | (last ? 0x80 : 0)]), be32(body.length).subarray(1), body]);
  const flac = (blocks: readonly (readonly [number, Buffer])[]) => {
    const plain = fixtures.makeFlac({ seconds: 0.2 });
    const info = plain.subarray(8, 42);
    const audio = plain.subarray(plain.indexOf(Buffer.from([0xff, 0xf8]), 42));
    const all = [[0, info] as const, ...blocks];
    return Buffer.concat([
      latin1('fLaC'),
      ...all.map(([type, body], at) => flacBlock(type, body, at === all.length - 1)),
      audio,
    ]);
  };

  test('100,000 comments are read in time and in bounds', () => {
    const many = Object.fromEntries(Array.from({ length: 100_000 }, (_, at) => [`FIELD${at}`, `${at}`]));
    const read = found(flac([[4, fixtures.vorbisComments({ TITLE: 'first', ...many })]]));
    assert.equal(read.tags.title, 'first');
    assert.match(read.warnings.join(), /100001 comments/);
    const same = found(
      flac([[4, fixtures.vorbisComments({ ARTIST: Array.from({ length: 100_000 }, (_, at) => `A${at}`) })]]),
    );
    assert.ok(same.tags.artists.length <= 1000);
  });

  test('entries without a sign, with an empty name, with NULs and of no length', () => {
    const entries = ['no sign', '=no name', 'EMPTY=', '', 'TITLE=a\0b', 'ARTIST=A;B', 'ALBUM==x='];
    const body = Buffer.concat([
      le32(0),
      le32(entries.length),
      ...entries.flatMap((entry) => [le32(Buffer.byteLength(entry)), Buffer.from(entry)]),
    ]);
    const read = tagsOf(flac([[4, body]]));
    assert.deepEqual([read.album, read.artists], ['=x=', ['A;B']]);
    assert.ok(read.title === 'ab' || read.title === 'a');
  });

  test('two comment blocks, large padding, several pictures and application blocks', () => {
    const pictures = [3, 4, 6].map((type) => [6, pictureBlock(type)] as const);
    const read = found(
      flac([
        [4, fixtures.vorbisComments({ TITLE: 'one' })],
        [2, Buffer.concat([latin1('riff'), Buffer.alloc(100)])],
        [1, Buffer.alloc(3_000_000)],
        ...pictures,
        [4, fixtures.vorbisComments({ TITLE: 'two', ALBUM: 'second block' })],
        [126, Buffer.alloc(10)],
      ]),
    );
    assert.equal(read.tags.title, 'one');
    assert.deepEqual(
      read.artwork.map((picture) => picture.type),
      ['front', 'back', 'disc'],
    );
  });

  const pictureBlock = (type: number) => {
    const png = fixtures.makePng();
    return Buffer.concat([
      be32(type),
      be32(9),
      latin1('image/png'),
      be32(0),
      Buffer.alloc(16),
      be32(png.length),
      png,
    ]);
  };

  test('R128 and ReplayGain in Opus, and an Opus file whose tags are longer than a page', () => {
    const read = found(
      fixtures.makeOpus({
        seconds: 2,
        tags: {
          TITLE: 'x',
          R128_TRACK_GAIN: '-512',
          REPLAYGAIN_TRACK_GAIN: '-9 dB',
          COMMENT: 'c'.repeat(200_000),
        },
      }),
    );
    assert.deepEqual([read.tags.replayGain, read.audio.durationMs], [{ trackGainDb: 3 }, 2000]);
    assert.ok(read.tags.comment!.length <= 16 * 1024);
  });
});

describe('MPEG streams', () => {
  test('free format has its length from its frames', () => {
    const frame = Buffer.alloc(700);
    frame.set([0xff, 0xfb, 0x00, 0x64]);
    const read = found(
      Buffer.concat([fixtures.id3v2({ TITLE: 'free' }), ...Array.from({ length: 100 }, () => frame)]),
    );
    assert.deepEqual([read.audio.codec, read.tags.title], ['mp3', 'free']);
    assert.ok(Math.abs(read.audio.durationMs - (100 * 1152) / 44.1) < 30, `${read.audio.durationMs}`);
  });

  test('a header that counts too much or nothing does not decide alone', () => {
    const lying = Buffer.from(sound);
    const at = lying.indexOf('Info');
    lying.writeUInt32BE(0xffffffff, at + 8);
    const read = found(lying);
    assert.ok(Math.abs(read.audio.durationMs - 2000) < 100, `${read.audio.durationMs}`);
    lying.writeUInt32BE(0, at + 8);
    assert.ok(Math.abs(found(lying).audio.durationMs - 2000) < 100);
  });

  test('60 kB of noise in front of the first frame', () => {
    let state = 7;
    const noise = Buffer.from(
      Array.from({ length: 60_000 }, () => ((state = (state * 1_103_515_245 + 12_345) >>> 0) >>> 16) & 255),
    );
    const read = found(Buffer.concat([fixtures.id3v2({ TITLE: 'late' }), noise, bare]));
    assert.equal(read.tags.title, 'late');
    assert.ok(Math.abs(read.audio.durationMs - 2000) < 100, `${read.audio.durationMs}`);
  });

  test('what is no music gives no music, however it is called', () => {
    let state = 3;
    const noise = (length: number) =>
      Buffer.from(
        Array.from({ length }, () => ((state = (state * 1_103_515_245 + 12_345) >>> 0) >>> 16) & 255),
      );
    for (let i = 0; i < 20; i++)
      assert.equal(readTagsOfBytes(noise(200_000), 'x.mp3').kind, 'problem', `${i}`);
    assert.equal(
      readTagsOfBytes(Buffer.concat([latin1('FLV\u0001'), noise(100_000), bare]), 'x.mp3').kind,
      'problem',
    );
  });
});

describe('MP4', () => {
  const box = (name: string, ...content: readonly Buffer[]) => {
    const body = Buffer.concat(content);
    return Buffer.concat([be32(body.length + 8), latin1(name), body]);
  };
  const longBox = (name: string, ...content: readonly Buffer[]) => {
    const body = Buffer.concat(content);
    return Buffer.concat([be32(1), latin1(name), be32(0), be32(body.length + 16), body]);
  };
  const data = (type: number, body: Buffer) => box('data', be32(type), be32(0), body);
  /** Puts items in place of those of a whole file, whose movie box stands last. */
  const withItems = (...items: readonly Buffer[]) => {
    const whole = fixtures.makeM4a({ seconds: 1, moovAtEnd: true, tags: {} });
    const at = whole.lastIndexOf('moov') - 4;
    const moov = whole.subarray(at + 8);
    const udta = box('udta', box('meta', be32(0), box('hdlr', Buffer.alloc(25)), box('ilst', ...items)));
    const udtaAt = moov.lastIndexOf('udta');
    const kept = udtaAt < 0 ? moov : moov.subarray(0, udtaAt - 4);
    return Buffer.concat([whole.subarray(0, at), box('moov', kept, udta)]);
  };

  test('several data boxes, UTF-16, Latin-1, untyped and empty ones', () => {
    const read = tagsOf(
      withItems(
        box('\u00a9ART', data(1, Buffer.from('One')), data(1, Buffer.from('Two'))),
        box('\u00a9nam', data(2, wide('Wïde').swap16())),
        box('\u00a9alb', data(0, Buffer.from('untyped'))),
        box('\u00a9cmt', data(1, Buffer.alloc(0))),
        box('\u00a9gen', data(1, Buffer.from('Rock')), data(1, Buffer.from('Pop'))),
        box('trkn', data(0, Buffer.from([0, 0, 0, 3, 0, 12, 0, 0]))),
        box('disk', data(0, Buffer.from([0, 0, 0, 1, 0, 2]))),
        box('tmpo', data(21, be16(128))),
        box('cpil', data(21, Buffer.from([1]))),
        box(
          '----',
          box('mean', be32(0), latin1('com.apple.iTunes')),
          box('name', be32(0), latin1('MusicBrainz Album Id')),
          data(1, Buffer.from('c532abef-0801-4be7-a9fe-b10fe1b3dd93')),
        ),
      ),
    );
    assert.deepEqual(
      [read.artists, read.title, read.album, read.genres],
      [['One', 'Two'], 'Wïde', 'untyped', ['Rock', 'Pop']],
    );
    assert.deepEqual(
      [read.track, read.trackTotal, read.disc, read.discTotal, read.bpm, read.compilation],
      [3, 12, 1, 2, 128, true],
    );
    assert.equal(read.musicBrainz.release, 'c532abef-0801-4be7-a9fe-b10fe1b3dd93');
  });

  test('64-bit boxes, boxes that go to the end, and free space everywhere', () => {
    const whole = fixtures.makeM4a({ seconds: 1, moovAtEnd: true, tags: { TITLE: 'long' } });
    const ftyp = whole.subarray(0, whole.readUInt32BE(0));
    const moovAt = whole.lastIndexOf('moov') - 4;
    const mdat = whole.subarray(ftyp.length + 8, moovAt);
    const moov = whole.subarray(moovAt);
    const bytes = Buffer.concat([
      ftyp,
      box('free', Buffer.alloc(2000)),
      longBox('mdat', mdat),
      box('skip'),
      moov,
    ]);
    assert.deepEqual([found(bytes).tags.title, found(bytes).warnings], ['long', []]);
    const open = Buffer.concat([ftyp, moov, be32(0), latin1('mdat'), mdat]);
    assert.deepEqual([found(open).tags.title, found(open).warnings], ['long', []]);
  });

  test('a name beside a cover, a cover of no bytes, a cover that says another type', () => {
    const png = fixtures.makePng();
    const read = found(
      withItems(
        box(
          'covr',
          box('name', be32(0), latin1('cover.png')),
          data(13, png),
          data(14, Buffer.alloc(0)),
          data(0, png),
        ),
      ),
    );
    assert.deepEqual(
      read.artwork.map((picture) => [picture.mime, picture.length]),
      [
        ['image/png', png.length],
        ['image/png', png.length],
      ],
    );
  });

  test('boxes that claim more than there is, or nothing, end the walk and not the reading', () => {
    const lie = (size: number) => Buffer.concat([be32(size), latin1('\u00a9nam'), Buffer.alloc(8)]);
    for (const size of [4, 0x7fffffff, 9])
      assert.equal(
        found(withItems(box('\u00a9alb', data(1, Buffer.from('kept'))), lie(size))).tags.album,
        'kept',
      );
  });
});

describe('RIFF and AIFF', () => {
  const chunk = (name: string, body: Buffer) =>
    Buffer.concat([latin1(name), le32(body.length), body, Buffer.alloc(body.length & 1)]);
  const riff = (form: string, ...chunks: readonly Buffer[]) => {
    const body = Buffer.concat([latin1('WAVE'), ...chunks]);
    return Buffer.concat([latin1(form), form === 'RIFF' ? le32(body.length) : le32(0xffffffff), body]);
  };
  const format = fixtures.makeWav({ seconds: 0.01 }).subarray(20, 36);
  const samples = Buffer.alloc(16_000);
  const info = (...items: readonly (readonly [string, string | Buffer])[]) =>
    chunk(
      'LIST',
      Buffer.concat([latin1('INFO'), ...items.map(([name, value]) => chunk(name, Buffer.from(value)))]),
    );

  test('RF64 and BW64 with their sizes in ds64, an ID3 chunk and LIST INFO', () => {
    const long = Buffer.concat([
      le32(0),
      le32(0),
      le32(samples.length),
      le32(0),
      le32(8000),
      le32(0),
      le32(0),
    ]);
    for (const form of ['RF64', 'BW64']) {
      const data = chunk('data', samples);
      data.writeUInt32LE(0xffffffff, 4);
      const bytes = riff(
        form,
        chunk('ds64', long),
        chunk('fmt ', format),
        data,
        chunk('id3 ', fixtures.id3v2({ TITLE: 'from ID3' })),
        info(['IPRD', 'from INFO\0']),
      );
      const read = found(bytes);
      assert.deepEqual(
        [read.tags.title, read.tags.album, read.audio.durationMs],
        ['from ID3', 'from INFO', 1000],
        form,
      );
    }
  });

  test('INFO in any code page, with odd lengths, without NUL, with names in small letters, before the format', () => {
    const bytes = riff(
      'RIFF',
      chunk('JUNK', Buffer.alloc(27)),
      info(
        ['INAM', Buffer.from('c3f0f3efefe020eaf0eee2e8', 'hex')],
        ['iart', 'Artist'],
        ['ITRK', '3/12'],
        ['ICRD', '1999-00-00\0'],
        ['XXXX', '?'],
      ),
      chunk('fmt ', format),
      chunk('data', samples),
    );
    const read = tagsOf(bytes);
    assert.deepEqual(
      [read.title, read.artists, read.track, read.date],
      ['Группа крови', ['Artist'], 3, '1999'],
    );
  });

  test('data of unknown length and a chunk of odd length without its padding', () => {
    const streamed = riff('RIFF', chunk('fmt ', format), latin1('data'), le32(0xffffffff), samples);
    assert.equal(found(streamed).audio.durationMs, 1000);
    const odd = Buffer.concat([latin1('note'), le32(3), latin1('abc')]);
    const read = found(riff('RIFF', chunk('fmt ', format), odd, chunk('data', samples)));
    assert.equal(read.audio.durationMs, 1000);
  });

  test('AIFF with NAME, AUTH and two ID3 chunks', () => {
    const whole = fixtures.makeAiff({ seconds: 1, tags: { TITLE: 'id3' } });
    const big = (name: string, body: Buffer) =>
      Buffer.concat([latin1(name), be32(body.length), body, Buffer.alloc(body.length & 1)]);
    const read = tagsOf(
      Buffer.concat([
        whole,
        big('AUTH', latin1('Auth')),
        big('NAME', latin1('Name')),
        big('ID3 ', fixtures.id3v2({ ALBUM: 'x' })),
      ]),
    );
    assert.deepEqual([read.title, read.artists, read.album], ['id3', ['Auth'], 'x']);
  });
});

describe('rare formats', () => {
  /** Bits, lowest first, as TAK packs them. */
  const pack = (...fields: readonly (readonly [number, number])[]) => {
    const bits = fields.flatMap(([value, count]) =>
      Array.from({ length: count }, (_, at) => Math.floor(value / 2 ** at) % 2),
    );
    return Buffer.from(
      Array.from({ length: Math.ceil(bits.length / 8) }, (_, at) =>
        bits.slice(at * 8, at * 8 + 8).reduce((sum, bit, i) => sum + bit * 2 ** i, 0),
      ),
    );
  };

  test('TAK and OptimFROG with APE tags', () => {
    const facts = pack(
      [2, 6],
      [0, 4],
      [0, 4],
      [88_200, 35],
      [0, 3],
      [44_100 - 6000, 18],
      [16 - 8, 5],
      [2 - 1, 4],
      [0, 1],
    );
    const info = Buffer.concat([facts, Buffer.alloc(3)]);
    const tak = Buffer.concat([
      latin1('tBaK'),
      Buffer.from([1, info.length, 0, 0]),
      info,
      Buffer.from([0, 0, 0, 0]),
      Buffer.alloc(500, 1),
      fixtures.apeTag({ TITLE: 'tak' }),
    ]);
    const read = found(tak);
    assert.deepEqual(
      [
        read.tags.title,
        read.audio.durationMs,
        read.audio.sampleRateHz,
        read.audio.channels,
        read.audio.bitDepth,
      ],
      ['tak', 2000, 44_100, 2, 16],
    );
    const frog = Buffer.concat([
      latin1('OFR '),
      le32(15),
      le32(88_200 * 2),
      be16(0),
      Buffer.from([3, 1]),
      le32(44_100),
      Buffer.alloc(500, 1),
      fixtures.apeTag({ TITLE: 'frog' }),
    ]);
    const ofr = found(frog);
    assert.deepEqual(
      [ofr.tags.title, ofr.audio.durationMs, ofr.audio.channels, ofr.audio.bitDepth],
      ['frog', 2000, 2, 16],
    );
  });

  test('AMR of a telephone', () => {
    const frame = Buffer.concat([Buffer.from([0x3c]), Buffer.alloc(31, 5)]);
    const read = found(Buffer.concat([latin1('#!AMR\n'), ...Array.from({ length: 100 }, () => frame)]));
    assert.deepEqual([read.audio.codec, read.audio.durationMs], ['amr', 2000]);
  });

  test('an ID3v2 tag in front of anything is read, and so is what it stands before', () => {
    const tags = { ALBUM: 'inside' };
    const put = fixtures.id3v2({ TITLE: 'in front' });
    for (const [name, bytes] of Object.entries({
      flac: fixtures.makeFlac({ tags }),
      ogg: fixtures.makeOpus({ tags }),
      mp4: fixtures.makeM4a({ tags }),
      wav: fixtures.makeWav({ tags }),
      aiff: fixtures.makeAiff({ tags }),
      matroska: fixtures.makeMatroska({ tags }),
      wavpack: fixtures.makeWavpack({ tags }),
      tta: fixtures.makeTta({ tags }),
      aac: fixtures.makeAac({ tags }),
    })) {
      const plain = found(bytes);
      const read = found(Buffer.concat([put, bytes]));
      assert.deepEqual([read.tags.title, read.tags.album], ['in front', 'inside'], name);
      assert.ok(Math.abs(read.audio.durationMs - plain.audio.durationMs) <= 1, name);
    }
  });

  test('chained Ogg has the tags of its first stream and the length of all', () => {
    const link = (serial: number, name: string) =>
      fixtures.makeOpus({ seconds: 1, serial, tags: { TITLE: name } });
    const read = found(Buffer.concat([link(1, 'first'), link(2, 'second'), link(3, 'third')]));
    assert.deepEqual([read.tags.title, read.audio.durationMs], ['first', 3000]);
  });

  test('ASF, Matroska, WavPack, Musepack, TTA, DSD with odd values are as good as any', () => {
    const tags = {
      TITLE: '🎵 ÿ',
      ARTIST: ['A', 'Б'],
      TRACKNUMBER: '03/12',
      DATE: '1999-00-00',
      GENRE: '(17)(6)Refinement',
    };
    for (const make of [
      fixtures.makeWma,
      fixtures.makeMatroska,
      fixtures.makeWavpack,
      fixtures.makeMusepack,
      fixtures.makeTta,
      fixtures.makeApe,
      fixtures.makeDsf,
    ]) {
      const read = tagsOf(make({ tags, seconds: 0.25 }));
      assert.deepEqual(
        [read.title, read.artists, read.track, read.trackTotal, read.date, read.genres],
        ['🎵 ÿ', ['A', 'Б'], 3, 12, '1999', ['Rock', 'Grunge', 'Refinement']],
        make.name,
      );
    }
  });
});

test('bytes near the end of another file that look like one MPEG frame are no music', () => {
  const bytes = Buffer.alloc(2000, 'Extended Module: some tracker made this. ');
  // Layer I, 32 kbit/s at 44.1 kHz: a frame of 32 bytes and more, which would end behind the file.
  bytes.set([0xff, 0xfe, 0x10, 0xc0], bytes.length - 20);
  const result = readTagsOfBytes(bytes, 'module.xm');
  assert.equal(result.kind === 'problem' && result.reason, 'not-audio');
});
