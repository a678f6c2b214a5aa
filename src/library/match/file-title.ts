/** The title of a file that has none in its tags: what its name says. Shared by the scan and by identity. */

/** '03 - My_Song.mp3' → 'My Song'. */
export function titleOfFile(name: string): string {
  const dot = name.lastIndexOf('.');
  const base = dot > 0 ? name.slice(0, dot) : name;
  return (
    base
      .replace(/^\d{1,3}(?:\s*[-._]\s*|\s+)(?=\S)/, '')
      .replaceAll('_', ' ')
      .trim() || base
  );
}
