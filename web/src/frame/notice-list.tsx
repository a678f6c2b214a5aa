/** Shows notices above the player; each leaves by itself, but not while somebody is about to press it. */
import { useEffect, useState } from 'react';
import { Icon } from '../parts/icon.tsx';
import { dismiss, useNotices, type ShownNotice } from './notices.ts';

const STAY_MS = 5_000;
const STAY_WITH_ACTION_MS = 12_000;

export function NoticeList() {
  const notices = useNotices();
  return (
    <section className="notices" aria-label="Notices" aria-live="polite">
      {notices.map((notice) => (
        <NoticeItem key={notice.id} notice={notice} />
      ))}
    </section>
  );
}

function NoticeItem({ notice: { id, text, tone, action } }: { notice: ShownNotice }) {
  const [held, setHeld] = useState(false);
  const stayMs = action === undefined && tone !== 'bad' ? STAY_MS : STAY_WITH_ACTION_MS;
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => dismiss(id), stayMs);
    return () => clearTimeout(timer);
  }, [id, held, stayMs]);
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions: only holds the notice still
    <div
      className="notice"
      data-tone={tone}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <p dir="auto">{text}</p>
      {action !== undefined && (
        <button
          type="button"
          className="btn"
          onClick={() => {
            dismiss(id);
            action.run();
          }}
        >
          {action.label}
        </button>
      )}
      <button type="button" className="icon small" aria-label="Close" onClick={() => dismiss(id)}>
        <Icon name="close" />
      </button>
    </div>
  );
}
