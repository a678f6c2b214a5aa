/** A field for a password that can be looked at. */
import { useState } from 'react';

interface PasswordFieldProps {
  name: string;
  label: string;
  autoComplete: 'current-password' | 'new-password';
  minLength?: number;
  note?: string;
}

export function PasswordField({ name, label, autoComplete, minLength, note }: PasswordFieldProps) {
  const [seen, setSeen] = useState(false);
  return (
    <label>
      {label}
      <span className="password">
        <input
          className="input"
          name={name}
          type={seen ? 'text' : 'password'}
          required
          minLength={minLength}
          autoComplete={autoComplete}
          autoCapitalize="off"
          spellCheck={false}
        />
        <button type="button" className="note" aria-pressed={seen} onClick={() => setSeen(!seen)}>
          {seen ? 'Hide' : 'Show'}
        </button>
      </span>
      {note !== undefined && <span className="note">{note}</span>}
    </label>
  );
}
