/** The tracks of one disc, under the work to which they belong. */
import { memo, useCallback } from 'react';
import type { AlbumDetail, AlbumTrack, Disc } from '../../api/contract.ts';
import { ArtistNames } from '../../parts/artist-names.tsx';
import { playTracks } from '../../player/player.ts';
import { clock } from '../../text/format.ts';
import { movementTitle } from '../../text/names.ts';
import { TrackRow } from '../../tracks/track-row.tsx';
import { worksOf } from './works.ts';

interface DiscTracksProps {
  disc: Disc;
  album: AlbumDetail;
  /** All of the album: playing one goes on with those after it. */
  tracks: readonly AlbumTrack[];
  longestMs: number;
  /** Which of all tracks the Tab key reaches. */
  active: number;
}

export function DiscTracks({ disc, album, tracks, longestMs, active }: DiscTracksProps) {
  const play = useCallback((track: AlbumTrack) => playTracks(tracks, tracks.indexOf(track)), [tracks]);
  return (
    <section>
      <h2>
        <span dir="auto">{headingOf(disc, album.discCount)}</span>
        <span className="note num">{clock(disc.durationMs)}</span>
      </h2>
      {worksOf(disc.tracks).map(({ work, tracks: ofWork }) => (
        <div key={ofWork[0]?.id}>
          {work !== null && (
            <h3 className="work" dir="auto">
              {work}
            </h3>
          )}
          <ol role="list">
            {ofWork.map((track) => (
              <AlbumTrackRow
                key={track.id}
                track={track}
                album={album}
                longestMs={longestMs}
                at={tracks.indexOf(track)}
                of={tracks.length}
                tabStop={tracks[active] === track}
                onPlay={play}
              />
            ))}
          </ol>
        </div>
      ))}
    </section>
  );
}

interface RowProps {
  track: AlbumTrack;
  album: AlbumDetail;
  longestMs: number;
  at: number;
  of: number;
  tabStop: boolean;
  onPlay: (track: AlbumTrack) => void;
}

const AlbumTrackRow = memo(function AlbumTrackRow(props: RowProps) {
  const { track, album, longestMs, at, of, tabStop, onPlay } = props;
  const title = movementTitle(track);
  return (
    <TrackRow
      track={track}
      number={track.number ?? '·'}
      title={
        isBySame(track, album) ? (
          title
        ) : (
          <>
            {title}{' '}
            <span className="track-by">
              <ArtistNames artists={track.artists} />
            </span>
          </>
        )
      }
      waveLength={track.durationMs / longestMs}
      item={{ at, of, tabStop }}
      onPlay={() => onPlay(track)}
    />
  );
});

function isBySame(track: AlbumTrack, album: AlbumDetail): boolean {
  const names = (artists: AlbumDetail['artists']): string => artists.map(({ name }) => name).join('\n');
  return names(track.artists) === names(album.artists);
}

function headingOf(disc: Disc, discCount: number): string {
  if (disc.title !== null && disc.title !== '')
    return discCount > 1 ? `Disc ${disc.number}: ${disc.title}` : disc.title;
  return discCount > 1 ? `Disc ${disc.number}` : 'Tracks';
}
