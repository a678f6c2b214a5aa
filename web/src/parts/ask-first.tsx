/**
 * What cannot be given back asks first, in place: what will be lost, the word for it, and a way out that has the focus.
 * Whatever can be given back is done at once instead, with an Undo in its notice.
 */
import { useEffect, useRef, type ReactNode } from 'react';

interface AskFirstProps {
  /** What will be lost, in a sentence. */
  children: ReactNode;
  /** What the key does: “Remove Ada”. */
  act: string;
  keep?: string;
  pending?: boolean;
  className?: string;
  onAct: () => void;
  onKeep: () => void;
}

export function AskFirst({
  children,
  act,
  keep = 'Keep',
  pending = false,
  className = '',
  onAct,
  onKeep,
}: AskFirstProps) {
  const way = useRef<HTMLButtonElement>(null);
  useEffect(() => way.current?.focus(), []);
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions: Escape is the way out of all questions
    <div
      role="group"
      aria-label={act}
      className={`acts ask-first ${className}`}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onKeep();
      }}
    >
      <p>{children}</p>
      <button type="button" className="btn small words bad" disabled={pending} onClick={onAct}>
        {act}
      </button>
      <button ref={way} type="button" className="btn small words" onClick={onKeep}>
        {keep}
      </button>
    </div>
  );
}
