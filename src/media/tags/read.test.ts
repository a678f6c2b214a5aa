import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import * as fixtures from './fixtures.ts';
import { id3Frame, latin1, text } from './fixtures/blocks.ts';
import { readTags, readTagsOfBytes } from './read.ts';
import type { TagsFound, TagProblem } from './types.ts';

const folder = mkdtempSync(join(tmpdir(), 'fonoteca-tags-'));
after(() => rmSync(folder, { recursive: true, force: true }));

function found(bytes: Buffer, name = ''): TagsFound {
  const result = readTagsOfBytes(bytes, name);
  assert.equal(result.kind, 'tags', JSON.stringify(result));
  return result;
}

function problem(bytes: Buffer, name = ''): TagProblem {
  const result = readTagsOfBytes(bytes, name);
  assert.equal(result.kind, 'problem', JSON.stringify(result));
  return result;
}

const tags = {
  TITLE: 'Títle 曲',
  ARTIST: ['Ana Á', 'Béla & Co'],
  ALBUM: 'Přátelé',
  ALBUMARTIST: 'Various Artists',
  TRACKNUMBER: '3/12',
  DISCNUMBER: '1/2',
  DATE: '2001-02-03',
  GENRE: 'Folk',
  COMPOSER: 'Clara Schumann',
  COMMENT: 'first pressing',
  MUSICBRAINZ_ALBUMID: 'c532abef-0801-4be7-a9fe-b10fe1b3dd93',
};
const artwork = { bytes: fixtures.makePng() };

const makers: Record<
  string,
  (options: { tags: typeof tags; artwork: typeof artwork; seconds: number }) => Buffer | Promise<Buffer>
> = {
  flac: fixtures.makeFlac,
  mp3: fixtures.makeMp3,
  opus: fixtures.makeOpus,
  vorbis: fixtures.makeVorbis,
  'FLAC in Ogg': fixtures.makeOggFlac,
  m4a: fixtures.makeM4a,
  wav: fixtures.makeWav,
  aiff: fixtures.makeAiff,
  "Monkey's Audio": fixtures.makeApe,
  wavpack: fixtures.makeWavpack,
  wma: fixtures.makeWma,
  matroska: fixtures.makeMatroska,
  dsf: (options) => fixtures.makeDsf({ ...options, seconds: 0.25 }),
};

describe('every format answers alike', () => {
  for (const [name, make] of Object.entries(makers)) {
    test(`${name} gives title, artists, places, dates, ids and a picture`, async () => {
      const seconds = name === 'dsf' ? 0.25 : 2;
      const {
        tags: read,
        audio,
        artwork: pictures,
        warnings,
      } = found(await make({ tags, artwork, seconds }));
      assert.deepEqual(warnings, []);
      assert.equal(read.title, 'Títle 曲');
      assert.deepEqual(read.artists, ['Ana Á', 'Béla & Co']);
      assert.equal(read.album, 'Přátelé');
      assert.deepEqual(read.albumArtists, ['Various Artists']);
      assert.deepEqual([read.track, read.trackTotal, read.disc, read.discTotal], [3, 12, 1, 2]);
      assert.equal(read.date, '2001-02-03');
      assert.deepEqual(read.genres, ['Folk']);
      assert.deepEqual(read.roles, [{ role: 'composer', name: 'Clara Schumann' }]);
      assert.equal(read.comment, 'first pressing');
      assert.equal(read.musicBrainz.release, 'c532abef-0801-4be7-a9fe-b10fe1b3dd93');
      assert.ok(Math.abs(audio.durationMs - seconds * 1000) < 40, `${audio.durationMs} ms`);
      assert.equal(pictures.length, 1);
      assert.equal(pictures[0]!.mime, 'image/png');
      assert.equal(pictures[0]!.type, 'front');
    });
  }

  for (const [name, bytes] of Object.entries({
    musepack: fixtures.makeMusepack({ tags, seconds: 2 }),
    tta: fixtures.makeTta({ tags, seconds: 2 }),
    dff: fixtures.makeDff({ tags, seconds: 2 }),
    aac: fixtures.makeAac({ tags, seconds: 2 }),
    speex: fixtures.makeSpeex({ tags, seconds: 2 }),
  })) {
    test(`${name} gives title, artists and length`, () => {
      const { tags: read, audio } = found(bytes);
      assert.equal(read.title, 'Títle 曲');
      assert.deepEqual(read.artists, ['Ana Á', 'Béla & Co']);
      assert.ok(Math.abs(audio.durationMs - 2000) < 40, `${audio.durationMs} ms`);
    });
  }
});

describe('audio facts', () => {
  test('a FLAC file gives its MD5 as the essence, depth, rate and exact samples', () => {
    const { audio, essence } = found(fixtures.makeFlac({ seconds: 1.5, sampleRateHz: 48_000, channels: 1 }));
    assert.match(essence.digest!, /^flac-md5:[0-9a-f]{32}$/);
    assert.deepEqual(
      [audio.codec, audio.sampleRateHz, audio.channels, audio.bitDepth, audio.totalSamples, audio.lossless],
      ['flac', 48_000, 1, 16, 72_000, true],
    );
    assert.equal(found(fixtures.makeFlac({ md5: false })).essence.digest, undefined);
  });

  test('an MP3 with a LAME header has its exact length and gapless figures', () => {
    const { audio } = found(fixtures.makeMp3({ seconds: 10 }));
    const frames = Math.ceil(441_000 / 1152);
    assert.equal(audio.encoderDelaySamples, 576);
    assert.equal(audio.paddingSamples, 1000);
    assert.equal(audio.totalSamples, frames * 1152 - 1576);
  });

  test('an MP3 without a header is measured by its frames, constant or varying', () => {
    for (const header of ['none', 'vbr'] as const) {
      const { audio } = found(fixtures.makeMp3({ seconds: 60, header, tags }));
      // The frames of the fixture are never padded, which shortens what a bit rate says by two thousandths.
      assert.ok(Math.abs(audio.durationMs - 60_000) < 150, `${header}: ${audio.durationMs} ms`);
    }
  });

  test('Opus length leaves the pre-skip out', () => {
    const { audio } = found(fixtures.makeOpus({ seconds: 3 }));
    assert.deepEqual([audio.durationMs, audio.encoderDelaySamples, audio.sampleRateHz], [3000, 312, 48_000]);
  });

  test('chained Ogg streams add up', () => {
    const chain = Buffer.concat([
      fixtures.makeOpus({ seconds: 2, serial: 1 }),
      fixtures.makeOpus({ seconds: 3, serial: 2 }),
    ]);
    const result = found(chain);
    assert.equal(result.audio.durationMs, 5000);
    assert.match(result.warnings.join(), /chain of 2/);
  });

  test('MP4 with the movie box at the end or in fragments tells its length', () => {
    for (const options of [{ moovAtEnd: true }, { fragmented: true }]) {
      const { audio, tags: read } = found(fixtures.makeM4a({ ...options, seconds: 4, tags }));
      assert.ok(Math.abs(audio.durationMs - 4000) < 40, `${audio.durationMs} ms`);
      assert.deepEqual([audio.codec, audio.sampleRateHz, audio.channels], ['aac', 44_100, 2]);
      assert.equal(read.title, 'Títle 曲');
    }
  });

  test('iTunSMPB gives exact length, delay and padding', () => {
    const { audio } = found(
      fixtures.makeM4a({ seconds: 4, smpb: { delay: 2112, padding: 500, samples: 170_000 } }),
    );
    assert.deepEqual(
      [audio.encoderDelaySamples, audio.paddingSamples, audio.totalSamples],
      [2112, 500, 170_000],
    );
    assert.equal(audio.durationMs, Math.round((170_000 / 44_100) * 1000));
  });

  test('a mislabelled file is read by its content and the name is remarked on', () => {
    const result = found(fixtures.makeFlac({ tags }), 'song.mp3');
    assert.equal(result.audio.container, 'flac');
    assert.match(result.warnings.join(), /named \.mp3 but its content is FLAC/);
  });

  test('a FLAC file behind an ID3 tag is FLAC', () => {
    const bytes = Buffer.concat([
      fixtures.id3v2({ TITLE: 'from ID3', MOOD: 'calm' }),
      fixtures.makeFlac({ tags }),
    ]);
    assert.equal(found(bytes).audio.container, 'flac');
  });

  test('garbage and padding in front of the first MPEG frame are passed over', () => {
    const bytes = Buffer.concat([
      fixtures.id3v2(tags),
      Buffer.alloc(3000),
      fixtures.makeMp3({ id3: false, seconds: 2 }),
    ]);
    const { audio } = found(bytes);
    assert.equal(audio.container, 'mp3');
    assert.ok(Math.abs(audio.durationMs - 2000) < 60);
  });
});

describe('ID3', () => {
  for (const version of [2, 3, 4] as const) {
    for (const encoding of [0, 1, 2, 3] as const) {
      if (version < 4 && encoding > 1) continue;
      test(`v2.${version} in encoding ${encoding} is read`, () => {
        const plain = {
          TITLE: 'Tïtle',
          ARTIST: 'Ärtist',
          DATE: '1999-12-31',
          COMMENT: 'ça',
          LYRICS: 'là\nlà',
          TRACKNUMBER: '7',
          MUSICBRAINZ_TRACKID: tags.MUSICBRAINZ_ALBUMID,
        };
        const { tags: read, warnings } = found(
          fixtures.makeMp3({ tags: plain, id3: { version, encoding, paddingBytes: 100 } }),
        );
        assert.deepEqual(warnings, []);
        assert.deepEqual(
          [read.title, read.artistsCredit, read.date, read.comment, read.track],
          ['Tïtle', 'Ärtist', '1999-12-31', 'ça', 7],
        );
        assert.equal(read.lyrics[0]!.text, 'là\nlà');
        assert.equal(read.musicBrainz.recording, tags.MUSICBRAINZ_ALBUMID);
      });
    }
  }

  test('unsynchronised tags are read in v2.3 (whole) and v2.4 (by frame)', () => {
    for (const version of [3, 4] as const) {
      const { tags: read, artwork: pictures } = found(
        fixtures.makeMp3({
          tags: { TITLE: 'ÿþÿ', ALBUM: 'x' },
          artwork,
          id3: { version, encoding: 1, unsynchronised: true },
        }),
      );
      assert.equal(read.title, 'ÿþÿ');
      assert.equal(read.album, 'x');
      assert.equal(pictures.length, 1);
    }
  });

  test('frame sizes that forgot to be syncsafe are understood', () => {
    const long = 'x'.repeat(200);
    const frame = (id: string, value: string): Buffer => {
      const body = text(value, 3);
      const size = Buffer.alloc(4);
      size.writeUInt32BE(body.length);
      return Buffer.concat([latin1(id), size, Buffer.alloc(2), body]);
    };
    const bytes = Buffer.concat([frame('TIT2', long), frame('TALB', 'after')]);
    const tag = Buffer.concat([
      latin1('ID3'),
      Buffer.from([4, 0, 0, 0, 0, bytes.length >> 7, bytes.length & 127]),
      bytes,
    ]);
    const { tags: read } = found(Buffer.concat([tag, fixtures.makeMp3({ id3: false })]));
    assert.deepEqual([read.title, read.album], [long, 'after']);
  });

  test('numbered and bracketed genres become words', () => {
    for (const [written, expected] of [
      ['(17)', ['Rock']],
      ['17', ['Rock']],
      ['(4)Eurodisco', ['Disco', 'Eurodisco']],
      ['(RX)(CR)', ['Remix', 'Cover']],
      ['17\u00004\u0000Folk', ['Rock', 'Disco', 'Folk']],
      ['Folk; Jazz', ['Folk', 'Jazz']],
      ['R&B/Soul', ['R&B/Soul']],
    ] as const) {
      assert.deepEqual(found(fixtures.makeMp3({ tags: { GENRE: written } })).tags.genres, expected, written);
    }
  });

  test('musicians, involved people, popularity, user text and synchronised lyrics are read', () => {
    const synced = Buffer.concat([
      Buffer.from([3]),
      latin1('eng'),
      Buffer.from([2, 1, 0]),
      latin1('one\0'),
      Buffer.from([0, 0, 0, 100]),
      latin1('two\0'),
      Buffer.from([0, 0, 3, 232]),
    ]);
    const frames = [
      ['TMCL', text('cello\0Jacqueline\0piano\0Daniel', 3)],
      ['TIPL', text('producer\0Paul\0mastering\0Mia', 3)],
      ['POPM', Buffer.concat([latin1('a@b\0'), Buffer.from([196, 0, 0, 0, 9])])],
      ['SYLT', synced],
    ] as const;
    const { tags: read } = found(
      fixtures.makeMp3({
        tags: { REPLAYGAIN_TRACK_GAIN: '-7.25 dB', REPLAYGAIN_TRACK_PEAK: '0.98', BARCODE: '4011222334455' },
        id3: { frames },
      }),
    );
    assert.deepEqual(read.roles, [
      { role: 'performer', name: 'Jacqueline', detail: 'cello' },
      { role: 'performer', name: 'Daniel', detail: 'piano' },
      { role: 'producer', name: 'Paul' },
      { role: 'other', name: 'Mia', detail: 'mastering' },
    ]);
    assert.deepEqual([read.rating, read.playCount], [80, 9]);
    assert.deepEqual(read.replayGain, { trackGainDb: -7.25, trackPeak: 0.98 });
    assert.equal(read.barcode, '4011222334455');
    assert.deepEqual(read.lyrics, [
      {
        language: 'eng',
        text: 'one\ntwo',
        synced: [
          { timeMs: 100, text: 'one' },
          { timeMs: 1000, text: 'two' },
        ],
      },
    ]);
  });

  test('text in old code pages that claims to be Latin-1 is mended', () => {
    const cases: [string, string, string][] = [
      ['windows-1251', 'Группа крови', 'c3f0f3efefe020eaf0eee2e8'],
      ['shift_jis', 'さくらのうた', '82b382ad82e782cc82a482bd'],
      ['utf-8', 'Dvořák', Buffer.from('Dvořák').toString('hex')],
      ['windows-1252', 'Señor Übel', '5365f16f7220dc62656c'],
    ];
    for (const [, expected, hex] of cases) {
      const body = Buffer.concat([Buffer.from([0]), Buffer.from(hex, 'hex')]);
      assert.equal(found(fixtures.makeMp3({ id3: { frames: [['TIT2', body]] } })).tags.title, expected);
    }
  });

  test('ID3v2 comes before APE, APE before ID3v1, and each fills what is missing', () => {
    const bytes = fixtures.makeMp3({
      tags: { TITLE: 'v2' },
      ape: { TITLE: 'ape', ALBUM: 'ape album' },
      v1: { title: 'v1', album: 'v1', artist: 'v1 artist', genre: 17, track: 5 },
    });
    const { tags: read } = found(bytes);
    assert.deepEqual(
      [read.title, read.album, read.artists, read.genres, read.track],
      ['v2', 'ape album', ['v1 artist'], ['Rock'], 5],
    );
  });

  test('a tag that claims 2 GB gives the audio and a warning', () => {
    const tag = Buffer.concat([
      latin1('ID3'),
      Buffer.from([4, 0, 0, 0x7f, 0x7f, 0x7f, 0x7f]),
      id3Frame('TIT2', text('still here', 3)),
    ]);
    const result = readTagsOfBytes(Buffer.concat([tag, fixtures.makeMp3({ id3: false })]));
    assert.equal(result.kind, 'tags', JSON.stringify(result));
    assert.match(result.warnings.join(), /claims \d+ bytes/);
    assert.equal(result.tags.title, 'still here');
  });

  test('a frame that claims 2 GB leaves what stands before it', () => {
    const damaged = Buffer.concat([latin1('TALB'), Buffer.from([0x7f, 0x7f, 0x7f, 0x7f, 0, 0, 3, 65])]);
    const content = Buffer.concat([id3Frame('TIT2', text('kept', 3)), damaged]);
    const tag = Buffer.concat([latin1('ID3'), Buffer.from([4, 0, 0, 0, 0, 0, content.length]), content]);
    const result = found(Buffer.concat([tag, fixtures.makeMp3({ id3: false })]));
    assert.equal(result.tags.title, 'kept');
    assert.match(result.warnings.join(), /TALB is longer than its tag/);
  });
});

describe('values', () => {
  test('4,000-character values are cut and named', () => {
    const result = found(fixtures.makeFlac({ tags: { TITLE: 'é'.repeat(4000), ARTIST: 'x'.repeat(4000) } }));
    assert.equal(result.tags.title!.length, 1024);
    assert.ok(result.tags.title!.endsWith('…'));
    assert.match(result.warnings.join(), /title has 4000 characters; only the first 1024 are kept/);
  });

  test('text is NFC, trimmed and without NULs', () => {
    const { tags: read } = found(fixtures.makeFlac({ tags: { TITLE: '  Dvor\u030ca\u0301k\u0000\u0007 ' } }));
    assert.equal(read.title, 'Dvořák');
  });

  test('invalid UTF-8 in a comment is read as an old code page, with a warning', () => {
    const bytes = fixtures.makeFlac({ tags: { TITLE: 'Caf?' } });
    bytes[bytes.indexOf('Caf?') + 3] = 0xe9;
    const result = found(bytes);
    assert.equal(result.tags.title, 'Café');
    assert.match(result.warnings.join(), /not valid UTF-8/);
  });

  test('artists as a list and as a credit stand apart', () => {
    const { tags: read } = found(fixtures.makeFlac({ tags: { ARTIST: 'A feat. B', ARTISTS: ['A', 'B'] } }));
    assert.deepEqual([read.artists, read.artistsCredit], [['A', 'B'], 'A feat. B']);
  });

  test('R128 gains are brought to ReplayGain', () => {
    const { tags: read } = found(
      fixtures.makeOpus({ tags: { R128_TRACK_GAIN: '-1280', R128_ALBUM_GAIN: '256' } }),
    );
    assert.deepEqual(read.replayGain, { trackGainDb: 0, albumGainDb: 6 });
  });

  test('roles, sort names, works, labels and release facts are read', () => {
    const { tags: read } = found(
      fixtures.makeFlac({
        tags: {
          PERFORMER: 'Ann (violin)',
          'PERFORMER:Oud': 'Munir',
          REMIXER: 'R',
          ARTISTSORT: 'Z, A',
          WORK: 'Symphony No. 9',
          MOVEMENT: '2/4',
          MOVEMENTNAME: 'Largo',
          LABEL: ['L1', 'L2'],
          CATALOGNUMBER: 'CAT 1',
          RELEASETYPE: 'Album; Live',
          RELEASECOUNTRY: 'CZ',
          ISRC: 'CZ-A01-19-00001',
          ORIGINALDATE: '1893',
          COMPILATION: '1',
          MUSICBRAINZ_ARTISTID: `${tags.MUSICBRAINZ_ALBUMID}/ffffffff-0801-4be7-a9fe-b10fe1b3dd93`,
        },
      }),
    );
    assert.deepEqual(read.roles, [
      { role: 'performer', name: 'Ann', detail: 'violin' },
      { role: 'remixer', name: 'R' },
      { role: 'performer', name: 'Munir', detail: 'Oud' },
    ]);
    assert.deepEqual(
      [read.work, read.movement, read.movementNumber, read.movementTotal],
      ['Symphony No. 9', 'Largo', 2, 4],
    );
    assert.deepEqual(
      [read.labels, read.catalogNumbers, read.releaseTypes, read.releaseCountry],
      [['L1', 'L2'], ['CAT 1'], ['album', 'live'], 'CZ'],
    );
    assert.deepEqual(
      [read.isrcs, read.originalDate, read.compilation, read.musicBrainz.artists.length],
      [['CZA011900001'], '1893', true, 2],
    );
    assert.deepEqual(read.artistsSort, ['Z, A']);
  });

  test('chapters of an audiobook are read', () => {
    const chapters = [
      { startMs: 0, title: 'Erstes' },
      { startMs: 61_500, title: 'Zweites' },
    ];
    assert.deepEqual(found(fixtures.makeM4a({ chapters })).tags.chapters, chapters);
  });
});

describe('encrypted files are reported, never decoded', () => {
  for (const [entry, brand, name] of [
    ['drms', 'M4P ', 'iTunes'],
    ['enca', 'M4A ', 'its seller'],
    ['aavd', 'aax ', 'Audible'],
  ] as const) {
    test(`${entry} is encrypted by ${name}, with its tags`, () => {
      const result = problem(fixtures.makeM4a({ entry, brand, tags }));
      assert.equal(result.reason, 'encrypted');
      assert.ok(result.message.includes(name), result.message);
      assert.equal(result.tags?.title, 'Títle 曲');
    });
  }

  test('WMA with Windows Media DRM', () => {
    const result = problem(fixtures.makeWma({ drm: true, tags }));
    assert.deepEqual([result.reason, result.tags?.album], ['encrypted', 'Přátelé']);
  });

  test("Audible's older format", () => {
    const bytes = Buffer.concat([
      Buffer.from([0, 1, 0, 0]),
      Buffer.from('57907536', 'hex'),
      Buffer.alloc(500, 1),
    ]);
    assert.equal(problem(bytes, 'book.aa').reason, 'encrypted');
  });
});

describe('bad files are values with a sentence', () => {
  const cases: [string, Buffer, string, TagProblem['reason']][] = [
    ['an empty file', Buffer.alloc(0), 'a.mp3', 'empty'],
    ['a file of zeros', Buffer.alloc(10_000), 'a.flac', 'not-audio'],
    ['a web page', Buffer.from('<!DOCTYPE html><html><body>404</body></html>'), 'a.mp3', 'not-audio'],
    ['a picture', fixtures.makePng(), 'a.mp3', 'not-audio'],
    ['only the first letters', Buffer.from('fL'), 'a.flac', 'truncated'],
    ['a tag and nothing else', fixtures.id3v2(tags), 'a.mp3', 'truncated'],
    [
      'FLAC cut in its metadata',
      fixtures.makeFlac({ tags, paddingBytes: 5000 }).subarray(0, 3000),
      'a.flac',
      'truncated',
    ],
    [
      'MP4 cut before its movie box',
      fixtures.makeM4a({ moovAtEnd: true, seconds: 5 }).subarray(0, 1000),
      'a.m4a',
      'truncated',
    ],
    ['WAVE cut before its data', fixtures.makeWav().subarray(0, 30), 'a.wav', 'truncated'],
  ];
  for (const [name, bytes, file, reason] of cases) {
    test(`${name}: ${reason}`, () => {
      const result = problem(bytes, file);
      assert.equal(result.reason, reason, result.message);
      assert.match(result.message, /^[A-Z].*\.$/);
    });
  }

  test('a tag of 2 GB with nothing behind it is a tag too large', () => {
    const tag = Buffer.concat([
      latin1('ID3'),
      Buffer.from([3, 0, 0, 0x7f, 0xff, 0xff, 0xff]),
      Buffer.alloc(500, 1),
    ]);
    assert.equal(problem(tag, 'a.mp3').reason, 'too-large-tag');
  });

  test('truncated audio keeps its tags and warns', () => {
    const halves: [string, Buffer][] = [
      ['flac', fixtures.makeFlac({ tags, seconds: 5, toneHz: 440 })],
      ['mp3', fixtures.makeMp3({ tags, seconds: 30 })],
      ['wav', fixtures.makeWav({ seconds: 5 })],
      ['m4a', fixtures.makeM4a({ tags, seconds: 30 })],
      ['aiff', fixtures.makeAiff({ seconds: 5 })],
    ];
    for (const [name, bytes] of halves) {
      const result = found(bytes.subarray(0, Math.floor(bytes.length * 0.6)), `x.${name}`);
      assert.match(result.warnings.join(), /truncated/, name);
    }
  });

  test('a file that is gone, forbidden, a folder or a circle says so', () => {
    assert.equal((readTags(join(folder, 'nothing.mp3')) as TagProblem).reason, 'missing');
    mkdirSync(join(folder, 'folder.mp3'));
    assert.match((readTags(join(folder, 'folder.mp3')) as TagProblem).message, /folder/);
    symlinkSync(join(folder, 'b.mp3'), join(folder, 'a.mp3'));
    symlinkSync(join(folder, 'a.mp3'), join(folder, 'b.mp3'));
    assert.match((readTags(join(folder, 'a.mp3')) as TagProblem).message, /circle/);
    const forbidden = join(folder, 'forbidden.mp3');
    writeFileSync(forbidden, fixtures.makeMp3());
    chmodSync(forbidden, 0);
    const result = readTags(forbidden);
    // Root may read everything.
    if (process.getuid?.() !== 0) assert.equal((result as TagProblem).reason, 'unreadable');
  });

  test(
    'a name that is no UTF-8 is read by its bytes',
    { skip: process.platform !== 'linux' && 'Linux names are bytes' },
    () => {
      const path = Buffer.concat([
        Buffer.from(`${folder}/`),
        Buffer.from([0x53, 0xf6, 0xff]),
        Buffer.from('.flac'),
      ]);
      writeFileSync(path, fixtures.makeFlac({ tags }));
      const result = readTags(path);
      assert.equal(result.kind, 'tags');
      assert.deepEqual(result.warnings, []);
    },
  );

  test(
    'a pipe does not hang the reader',
    { skip: process.platform === 'win32' && 'Windows has none' },
    () => {
      const path = join(folder, 'pipe.mp3');
      execFileSync('mkfifo', [path]);
      const result = readTags(path);
      assert.match(result.kind === 'problem' ? result.message : '', /pipe/);
    },
  );

  test('files larger than one window are read from disk as from memory', async () => {
    const large = { bytes: Buffer.concat([fixtures.makePng(), Buffer.alloc(300_000, 0x5a)]) };
    for (const [name, make] of Object.entries(makers)) {
      const bytes = await make({ tags, artwork: large, seconds: 3 });
      const path = join(folder, `large-${name.replace(/\W/g, '')}`);
      writeFileSync(path, bytes);
      assert.deepEqual(readTags(path), readTagsOfBytes(bytes), name);
    }
  });
});
