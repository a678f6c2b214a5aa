/** Light, dark, or as the system has it. */
import type { Settings, ThemeName } from '../../api/contract.ts';
import { useChangeSettings } from '../../frame/use-settings.ts';
import { SettingChips, SettingPart } from './setting.tsx';

const THEMES: readonly { value: ThemeName; name: string }[] = [
  { value: 'auto', name: 'As the system' },
  { value: 'light', name: 'Light' },
  { value: 'dark', name: 'Dark' },
];

export function Appearance({ settings }: { settings: Settings }) {
  const change = useChangeSettings();
  return (
    <SettingPart title="Appearance">
      <SettingChips
        label="Theme"
        value={settings.theme}
        options={THEMES}
        onChoose={(theme) => void change({ theme })}
      />
    </SettingPart>
  );
}
