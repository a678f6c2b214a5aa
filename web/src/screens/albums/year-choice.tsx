/** Years by decade: one press narrows the albums to ten years. */
import { Choice } from '../../parts/choice.tsx';
import type { AlbumsSearch } from './albums-search.ts';

const FIRST_DECADE = 1900;

interface YearChoiceProps {
  from: number | undefined;
  to: number | undefined;
  onChoose: (years: AlbumsSearch) => void;
}

export function YearChoice({ from, to, onChoose }: YearChoiceProps) {
  const value = from === undefined && to === undefined ? '' : `${from ?? ''}-${to ?? ''}`;
  const options = [{ value: '', name: 'Any year' }, ...decades()];
  if (value !== '' && !options.some((option) => option.value === value)) {
    options.push({ value, name: `${from ?? '…'}–${to ?? 'now'}` });
  }
  return (
    <Choice
      label="Years"
      value={value}
      options={options}
      onChoose={(chosen) => {
        const [first, last] = chosen.split('-').map(Number);
        onChoose({ from: first || undefined, to: last || undefined });
      }}
    />
  );
}

function decades(): { value: string; name: string }[] {
  const last = Math.floor(new Date().getFullYear() / 10) * 10;
  const list = [];
  for (let decade = last; decade >= FIRST_DECADE; decade -= 10)
    list.push({ value: `${decade}-${decade + 9}`, name: `${decade}s` });
  list.push({ value: `1-${FIRST_DECADE - 1}`, name: `Before ${FIRST_DECADE}` });
  return list;
}
