/** How it sounds: loudness and quality, and what comes at the end. */
import type { Settings } from '../../api/contract.ts';
import { useChangeSettings } from '../../frame/use-settings.ts';
import { setGoingOn, useGoingOn } from '../../player/going-on-setting.ts';
import { SettingChips, SettingPart } from './setting.tsx';

const GAINS: readonly { value: Settings['replayGain']; name: string; note: string }[] = [
  {
    value: 'album',
    name: 'By album',
    note: 'Albums are equally loud; quiet movements stay quieter than loud ones.',
  },
  { value: 'track', name: 'By track', note: 'Every track is equally loud: for mixed lists.' },
  { value: 'off', name: 'Off', note: 'Everything as loud as its file.' },
];

const RATES: readonly { value: number; name: string; note: string }[] = [
  { value: 0, name: 'Original', note: 'The file as it is; what the browser cannot decode is transcoded.' },
  {
    value: 192,
    name: '192 kbit/s',
    note: 'Opus at 192 kbit/s: nobody hears the difference, about 85 MB an hour.',
  },
  { value: 128, name: '128 kbit/s', note: 'Opus at 128 kbit/s: about 58 MB an hour.' },
  { value: 64, name: '64 kbit/s', note: 'Opus at 64 kbit/s: about 29 MB an hour, for poor connections.' },
];

const PREAMPS: readonly { value: number; name: string }[] = [-6, -3, 0, 3, 6].map((value) => ({
  value,
  name: value === 0 ? '0 dB' : `${value > 0 ? '+' : '−'}${Math.abs(value)} dB`,
}));

const ENDS: readonly { value: 'off' | 'on'; name: string; note: string }[] = [
  { value: 'off', name: 'Silence', note: 'The last track ends, and nothing else begins.' },
  {
    value: 'on',
    name: 'Similar music',
    note: 'Music like the last track goes on; what was added can be taken back.',
  },
];

export function Playback({ settings }: { settings: Settings }) {
  const change = useChangeSettings();
  const goingOn = useGoingOn();
  return (
    <SettingPart title="Sound" note="For this account, on every device.">
      <SettingChips
        label="Equal loudness (ReplayGain)"
        value={settings.replayGain}
        options={GAINS}
        onChoose={(replayGain) => void change({ replayGain })}
      />
      {settings.replayGain !== 'off' && (
        <SettingChips
          label="Louder or softer than that"
          value={settings.preampDb}
          options={PREAMPS}
          onChoose={(preampDb) => void change({ preampDb })}
        />
      )}
      <SettingChips
        label="Quality"
        value={settings.maxBitrateKbps}
        options={RATES}
        onChoose={(maxBitrateKbps) => void change({ maxBitrateKbps })}
      />
      <SettingChips
        label="When the queue ends, in this browser"
        value={goingOn ? 'on' : 'off'}
        options={ENDS}
        onChoose={(end) => setGoingOn(end === 'on')}
      />
    </SettingPart>
  );
}
