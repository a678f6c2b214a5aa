/** A line of text that turns into a field when pressed. Enter or leaving keeps what was written, Escape does not. */
import { useState } from 'react';
import { Icon } from '../../parts/icon.tsx';

interface EditableTextProps {
  as: 'h1' | 'p';
  text: string;
  label: string;
  editable: boolean;
  placeholder?: string;
  onSave: (next: string) => void;
}

export function EditableText({ as: Tag, text, label, editable, placeholder, onSave }: EditableTextProps) {
  const [editing, setEditing] = useState(false);
  if (!editable) return text === '' ? null : <Tag dir="auto">{text}</Tag>;
  if (editing) {
    const save = (next: string): void => {
      setEditing(false);
      if (next.trim() !== text) onSave(next.trim());
    };
    return <EditField as={Tag} text={text} label={label} onSave={save} onCancel={() => setEditing(false)} />;
  }
  return (
    <Tag dir="auto">
      <button
        type="button"
        className="editable"
        title={`Change the ${label.toLowerCase()}`}
        data-empty={text === '' ? '' : undefined}
        onClick={() => setEditing(true)}
      >
        {text === '' ? placeholder : text}
        <Icon name="pencil" />
      </button>
    </Tag>
  );
}

interface EditFieldProps {
  as: 'h1' | 'p';
  text: string;
  label: string;
  onSave: (next: string) => void;
  onCancel: () => void;
}

function EditField({ as: Tag, text, label, onSave, onCancel }: EditFieldProps) {
  return (
    <Tag>
      <input
        className="edit-field"
        aria-label={label}
        defaultValue={text}
        dir="auto"
        maxLength={Tag === 'h1' ? 200 : 1000}
        // oxlint-disable-next-line jsx-a11y/no-autofocus: the field came because somebody pressed the text
        autoFocus
        onFocus={(event) => event.target.select()}
        onBlur={(event) => onSave(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.currentTarget.blur();
          if (event.key !== 'Escape') return;
          event.currentTarget.value = text;
          onCancel();
        }}
      />
    </Tag>
  );
}
