/** A name with the letters that a search matched underlined. */
import { piecesOf } from '../text/names.ts';

export function Marked({ name, ranges }: { name: string; ranges: readonly [number, number][] }) {
  let at = 0;
  return piecesOf(name, ranges).map(({ text, marked }) => {
    const key = at;
    at += text.length;
    return marked ? <mark key={key}>{text}</mark> : <span key={key}>{text}</span>;
  });
}
