/** A shelf at the foot of the first page: old works that belong to everybody. Only to look at. */
import type { CSSProperties } from 'react';

const SPINES = [
  ['Klavierstücke', 36, '#35271f', '#e3c39c'],
  ['Das wohltemperierte Klavier', 52, '#ece3d2', '#24211e'],
  ['千鳥の曲', 32, '#97312b', '#f6ead8'],
  ['V mlhách', 36, '#7f8c86', '#161b19'],
  ['Ordo Virtutum', 44, '#232f57', '#ecd9ae'],
  ['Хованщина', 44, '#5d5a3c', '#f3ead2'],
  ['The Entertainer', 32, '#d9a63f', '#231f1b'],
  ['Winterreise', 36, '#c9d2d2', '#22303a'],
  ['Slovanské tance', 36, '#c4633f', '#150d09'],
  ['لما بدا يتثنى', 44, '#214036', '#eedfb8'],
  ['Всенощное бдение', 52, '#5f2733', '#f1dccb'],
  ['Dido and Aeneas', 44, '#2b4a6b', '#efe6d2'],
  ['Nocturnes', 32, '#b9a98c', '#241d14'],
  ['さくらさくら', 36, '#b98a2f', '#211a0e'],
] as const;

export function StartShelf() {
  return (
    <div className="start-shelf" aria-hidden="true">
      {SPINES.map(([title, widthPx, color, textColor]) => (
        <span
          key={title}
          className={widthPx >= 52 ? 'spine box' : 'spine'}
          style={{ '--w': `${widthPx}px`, '--s': color, '--t': textColor } as CSSProperties}
        >
          <b dir="auto">{title}</b>
        </span>
      ))}
    </div>
  );
}
