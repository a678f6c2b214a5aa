/**
 * A chip that offers one of several: the system's own list, dressed as a chip. It works with every keyboard, screen
 * reader and thumb, costs no script, and needs no room until it is asked for.
 */

export interface Option {
  value: string;
  name: string;
  note?: string;
}

interface ChoiceProps {
  label: string;
  value: string;
  options: readonly Option[];
  onChoose: (value: string) => void;
}

export function Choice({ label, value, options, onChoose }: ChoiceProps) {
  return (
    <span className="chip menu choice">
      <span className="value" aria-hidden="true">
        {options.find((option) => option.value === value)?.name ?? value}
      </span>
      <select aria-label={label} value={value} onChange={(event) => onChoose(event.target.value)}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.note === undefined ? option.name : `${option.name} (${option.note})`}
          </option>
        ))}
      </select>
    </span>
  );
}
