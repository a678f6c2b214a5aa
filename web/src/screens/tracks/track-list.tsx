/** The rows of the track list. Playing one goes on with what stands below it. */
import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { memo, useCallback, useMemo } from 'react';
import type { Playable } from '../../api/contract.ts';
import { messageOf } from '../../api/problem.ts';
import { notify } from '../../frame/notices.ts';
import { usePhone } from '../../frame/theme.ts';
import { LongList } from '../../lists/long-list.tsx';
import type { PageQueryOf } from '../../lists/use-pages.ts';
import { Art } from '../../parts/art.tsx';
import { ArtistNames } from '../../parts/artist-names.tsx';
import { PlaceLink } from '../../parts/place-link.tsx';
import { playTracks } from '../../player/player.ts';
import { namesOf } from '../../text/names.ts';
import { TrackRow } from '../../tracks/track-row.tsx';
import './tracks-screen.css';

const ROW_PX = 40;
const PHONE_ROW_PX = 56;
/** Few enough that a block is drawn within a frame or two while the wheel turns. */
const LINES_PER_BLOCK = 4;
const PAGES_PLAYED_ON = 4;

interface TrackListProps {
  page: PageQueryOf<Playable>;
  pageSize: number;
  total: number;
}

export function TrackList({ page, pageSize, total }: TrackListProps) {
  const client = useQueryClient();
  const phone = usePhone();
  const play = useCallback(
    (index: number) => {
      void playFrom(client, page, pageSize, index).catch((error: unknown) =>
        notify({ text: messageOf(error), tone: 'bad' }),
      );
    },
    [client, page, pageSize],
  );
  return (
    <LongList
      page={page}
      pageSize={pageSize}
      total={total}
      linePx={phone ? PHONE_ROW_PX : ROW_PX}
      linesPerBlock={LINES_PER_BLOCK}
      className="all-tracks"
      label="Tracks"
    >
      {(track, index, tabStop) =>
        track === undefined ? (
          <li key={index} role="listitem" className="track-stand-in" aria-busy="true" />
        ) : (
          <Row
            key={index}
            track={track}
            index={index}
            total={total}
            phone={phone}
            tabStop={tabStop}
            onPlay={play}
          />
        )
      }
    </LongList>
  );
}

interface RowProps {
  track: Playable;
  index: number;
  total: number;
  phone: boolean;
  tabStop: boolean;
  onPlay: (index: number) => void;
}

/** Ten minutes fill the room for the drawn sound; longer ones too. */
const LONGEST_MS = 10 * 60_000;

const Row = memo(function Row({ track, index, total, phone, tabStop, onPlay }: RowProps) {
  const item = useMemo(() => ({ at: index, of: total, tabStop }), [index, total, tabStop]);
  return (
    <TrackRow
      track={track}
      number={<Art artwork={track.artwork} name={track.album?.title ?? track.title} width={32} patient />}
      waveLength={phone ? undefined : Math.min(1, track.durationMs / LONGEST_MS)}
      title={phone ? <PhoneTitle track={track} /> : undefined}
      item={item}
      onPlay={() => onPlay(index)}
    >
      {!phone && <Whose track={track} />}
    </TrackRow>
  );
});

function Whose({ track }: { track: Playable }) {
  return (
    <>
      <span className="track-by one-line" dir="auto">
        <ArtistNames artists={track.artists} />
      </span>
      <span className="track-by track-album one-line">
        {track.album !== null && (
          <PlaceLink to="/albums/$id" id={track.album.id} title={track.album.title}>
            {track.album.title}
          </PlaceLink>
        )}
      </span>
    </>
  );
}

function PhoneTitle({ track }: { track: Playable }) {
  return (
    <>
      {track.title}
      <small className="one-line" dir="auto">
        {namesOf(track.artists)}
      </small>
    </>
  );
}

/** From the page that is on screen at once, then with some pages more behind it. */
async function playFrom(
  client: QueryClient,
  page: PageQueryOf<Playable>,
  pageSize: number,
  index: number,
): Promise<void> {
  const offset = Math.floor(index / pageSize) * pageSize;
  const here = await client.fetchQuery(page(offset));
  const tracks = here.items.slice(index - offset);
  for (let more = 1; more <= PAGES_PLAYED_ON && offset + more * pageSize < here.total; more += 1) {
    const next = await client.fetchQuery(page(offset + more * pageSize));
    tracks.push(...next.items);
  }
  playTracks(tracks);
}
