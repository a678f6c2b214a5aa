/** The head of a playlist: face, name and comment that can be written over, and what can be done with it. */
import type { PlaylistDetail } from '../../api/contract.ts';
import { openPlaylistMenu } from '../../menu/open-menu.ts';
import { Icon } from '../../parts/icon.tsx';
import { Mosaic } from '../../parts/mosaic.tsx';
import { addToQueue, playTracks } from '../../player/player.ts';
import { ago, inSentence, plural, span } from '../../text/format.ts';
import { EditableText } from './editable-text.tsx';
import { playableOf } from './playable.ts';
import { useEditPlaylist } from './use-edit-playlist.ts';

export function PlaylistHead({ playlist }: { playlist: PlaylistDetail }) {
  const edit = useEditPlaylist(playlist.id);
  const { name, comment, mine, owner, trackCount, durationMs, changedAt } = playlist;
  return (
    <header className="playlist-head">
      <Mosaic artworks={playlist.artwork} name={name} width={208} />
      <div>
        <p className="note">
          {mine
            ? playlist.public
              ? 'Playlist, seen by everyone here'
              : 'Playlist, seen only by you'
            : `Playlist by ${owner}`}
        </p>
        <EditableText
          as="h1"
          text={name}
          label="Name"
          editable={mine}
          onSave={(next) => next !== '' && edit({ name: next })}
        />
        <EditableText
          as="p"
          text={comment}
          label="Comment"
          placeholder="Add a comment"
          editable={mine}
          onSave={(next) => edit({ comment: next })}
        />
        <p className="note num">
          {plural(trackCount, 'track')} · {span(durationMs)} · changed {inSentence(ago(changedAt))}
        </p>
        <PlaylistActs playlist={playlist} onPublic={(isPublic) => edit({ public: isPublic })} />
      </div>
    </header>
  );
}

function PlaylistActs({
  playlist,
  onPublic,
}: {
  playlist: PlaylistDetail;
  onPublic: (isPublic: boolean) => void;
}) {
  const tracks = playableOf(playlist);
  const none = tracks.length === 0;
  return (
    <div className="acts">
      <button type="button" className="btn solid" disabled={none} onClick={() => playTracks(tracks)}>
        <Icon name="play" />
        Play
      </button>
      <button type="button" className="btn" disabled={none} onClick={() => addToQueue(tracks)}>
        <Icon name="queue" />
        Queue
      </button>
      <button
        type="button"
        className="icon"
        aria-label="More"
        onClick={(event) => openPlaylistMenu(event, playlist)}
      >
        <Icon name="more" />
      </button>
      {playlist.mine && (
        <label className="check">
          <input
            type="checkbox"
            checked={playlist.public}
            onChange={(event) => onPublic(event.target.checked)}
          />
          Everyone here may see it
        </label>
      )}
    </div>
  );
}
