/** One part of the settings: its name on the left, what can be set on the right, a hairline above. */
import type { ReactNode } from 'react';

export function SettingPart({
  title,
  note,
  children,
}: {
  title: string;
  note?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section className="setting">
      <header>
        <h2>{title}</h2>
        {note !== undefined && <p className="note">{note}</p>}
      </header>
      <div className="setting-body">{children}</div>
    </section>
  );
}

interface ChipsProps<T extends string | number> {
  label: string;
  value: T;
  options: readonly { value: T; name: string; note?: string }[];
  onChoose: (value: T) => void;
}

/** A few choices of which one holds; the chosen one says what it means. */
export function SettingChips<T extends string | number>({ label, value, options, onChoose }: ChipsProps<T>) {
  const chosen = options.find((option) => option.value === value);
  return (
    <div className="setting-chips">
      <p className="setting-label">{label}</p>
      <div className="chips" role="group" aria-label={label}>
        {options.map((option) => (
          <button
            key={option.value}
            type="button"
            className="chip"
            aria-pressed={option.value === value}
            onClick={() => onChoose(option.value)}
          >
            {option.name}
          </button>
        ))}
      </div>
      {chosen?.note !== undefined && <p className="note">{chosen.note}</p>}
    </div>
  );
}
