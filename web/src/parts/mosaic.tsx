/** Up to four covers as one square: the face of a playlist or of an artist without a picture. */
import type { Artwork } from '../api/contract.ts';
import { Art } from './art.tsx';

export function Mosaic({
  artworks,
  name,
  width,
  face = false,
}: {
  artworks: readonly Artwork[];
  name: string;
  width: number;
  face?: boolean;
}) {
  const shown = artworks.length >= 4 ? artworks.slice(0, 4) : artworks.slice(0, 1);
  if (shown.length === 0) return <Art artwork={null} name={name} width={width} face={face} />;
  return (
    <span className="mosaic">
      {shown.map((artwork, at) => (
        // oxlint-disable-next-line react/no-array-index-key: the same cover may stand twice
        <Art
          key={`${artwork.id}:${at}`}
          artwork={artwork}
          name={name}
          width={shown.length > 1 ? width / 2 : width}
        />
      ))}
    </span>
  );
}
