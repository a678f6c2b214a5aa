/** Addresses of bytes: pictures, sound, downloads. Relative, like every address of the page. */

const SIZES = [64, 128, 256, 512, 1024] as const;

/** The smallest stored variant that is sharp at `width` CSS pixels on this screen. */
export function artworkUrl(id: string, width: number): string {
  const wanted = width * Math.min(2, globalThis.devicePixelRatio ?? 1);
  const size = SIZES.find((step) => step >= wanted * 0.9) ?? 1024;
  return `api/artwork/${encodeURIComponent(id)}?size=${size}`;
}

export function downloadUrl(id: string): string {
  return `api/download/${encodeURIComponent(id)}`;
}

export function playlistFileUrl(id: string): string {
  return `${downloadUrl(id)}?format=m3u8`;
}

/** Where the server is reached, as a person types it into an app. */
export function serverAddress(): string {
  return document.baseURI.replace(/\/$/, '');
}
