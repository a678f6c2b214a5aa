/** Letters along the edge of a long list, for a thumb: hold and slide to go to where a letter begins. */
import { useRef, useState, type CSSProperties, type PointerEvent } from 'react';

export interface Letter {
  letter: string;
  index: number;
}

interface Held {
  letter: string;
  at: number;
}

export function LetterScrubber({
  letters,
  onPick,
}: {
  letters: readonly Letter[];
  onPick: (index: number) => void;
}) {
  const ref = useRef<HTMLDivElement>(null);
  const [held, setHeld] = useState<Held | null>(null);
  const pick = (event: PointerEvent<HTMLElement>): void => {
    const box = ref.current?.getBoundingClientRect();
    if (box === undefined) return;
    const place = Math.max(0, Math.min(0.9999, (event.clientY - box.top) / box.height));
    const chosen = letters[Math.floor(place * letters.length)];
    if (chosen === undefined || chosen.letter === held?.letter) return;
    setHeld({ letter: chosen.letter, at: place });
    onPick(chosen.index);
  };
  if (letters.length < 2) return null;
  return (
    <div
      className="scrubber"
      aria-hidden="true"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        pick(event);
      }}
      onPointerMove={(event) => {
        if (held !== null) pick(event);
      }}
      onPointerUp={() => setHeld(null)}
      onPointerCancel={() => setHeld(null)}
    >
      <div ref={ref}>
        {letters.map(({ letter }) => (
          <span key={letter} data-on={letter === held?.letter ? '' : undefined}>
            {letter}
          </span>
        ))}
      </div>
      {held !== null && (
        <output style={{ '--at': `${held.at * 100}%` } as CSSProperties}>{held.letter}</output>
      )}
    </div>
  );
}
