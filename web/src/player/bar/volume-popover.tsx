/** The volume: a slider over its key, and mute. */
import { Popover } from '@base-ui/react/popover';
import { Slider } from '@base-ui/react/slider';
import { Icon } from '../../parts/icon.tsx';
import { engine } from '../player.ts';
import { usePlayer } from '../use-player.ts';
import { keepVolume } from '../volume.ts';
import './volume.css';

export default function VolumePopover() {
  const muted = usePlayer((player) => player.muted || player.volume === 0);
  return (
    <Popover.Root defaultOpen>
      <Popover.Trigger className="icon volume" aria-label="Volume" title="Volume (m mutes)">
        <Icon name={muted ? 'muted' : 'volume'} />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner side="top" sideOffset={8} className="float">
          <Popover.Popup className="volume-sheet" aria-label="Volume">
            <VolumeSlider />
            <MuteKey />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

function VolumeSlider() {
  const volume = usePlayer((player) => player.volume);
  return (
    <Slider.Root
      className="volume-slider"
      orientation="vertical"
      min={0}
      max={100}
      step={1}
      largeStep={10}
      value={Math.round(volume * 100)}
      onValueChange={(value) => {
        engine.setVolume(value / 100);
        engine.setMuted(false);
        keepVolume(value / 100, false);
      }}
    >
      <Slider.Value className="note num" />
      <Slider.Control className="volume-control">
        <Slider.Track className="volume-track">
          <Slider.Indicator className="volume-level" />
          <Slider.Thumb className="volume-thumb" aria-label="Volume" />
        </Slider.Track>
      </Slider.Control>
    </Slider.Root>
  );
}

function MuteKey() {
  const muted = usePlayer((player) => player.muted);
  const toggle = (): void => {
    engine.setMuted(!muted);
    keepVolume(engine.snapshot().volume, !muted);
  };
  return (
    <button type="button" className="icon small" aria-pressed={muted} aria-label="Mute" onClick={toggle}>
      <Icon name="muted" />
    </button>
  );
}
