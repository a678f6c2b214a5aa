/** The place in the track, drawn across the room there is. */
import type { Playable } from '../../api/contract.ts';
import { SeekWave } from '../../player/bar/seek-wave.tsx';
import { TimeElapsed, TimeLeft } from '../../player/bar/times.tsx';

export function PlayingSeek({ track }: { track: Playable }) {
  return (
    <div className="np-seek">
      <SeekWave track={track} columns={240} />
      <TimeElapsed />
      <TimeLeft />
    </div>
  );
}
