/**
 * What came in lately, by the OpenSubsonic API: `node recently-added.mjs http://127.0.0.1:4747 <app password>`.
 * The app password is made under Settings → Apps, or by `fonoteca user credential add`.
 */
const [, , server, apiKey] = process.argv;
const query = new URLSearchParams({
  apiKey,
  v: '1.16.1',
  c: 'example',
  f: 'json',
  type: 'newest',
  size: '10',
});
const response = await fetch(new URL(`rest/getAlbumList2?${query}`, `${server}/`));
const { albumList2, error } = (await response.json())['subsonic-response'];
if (error) throw new Error(error.message);
for (const { artist, name, year } of albumList2.album)
  process.stdout.write(`${artist}: ${name}${year ? ` (${year})` : ''}\n`);
