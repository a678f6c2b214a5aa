/** The Content-Disposition of a file to keep (RFC 6266), for names in any script. */

/** `attachment` with the name in both forms: plain for old clients, RFC 8187 for the rest. */
export function attachment(fileName: string): string {
  const plain = fileName.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  // A name may hold half of a surrogate pair, which has no UTF-8.
  const encoded = encodeURIComponent(fileName.toWellFormed()).replace(
    /['()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return plain === fileName
    ? `attachment; filename="${plain}"`
    : `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
