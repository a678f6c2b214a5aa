/** Who made it, where it came out, and the numbers on its back. */
import type { AlbumDetail, Credit } from '../../api/contract.ts';
import { PlaceLink } from '../../parts/place-link.tsx';
import { partialDate } from '../../text/format.ts';

export function Credits({ album }: { album: AlbumDetail }) {
  const facts = factsOf(album);
  if (album.credits.length === 0 && facts.length === 0) return null;
  return (
    <section className="credits">
      <h2>Credits</h2>
      <dl>
        {rolesOf(album.credits).map(([role, credits]) => (
          <div key={role}>
            <dt>{role}</dt>
            <dd>
              {credits.map((credit) => (
                <CreditName key={`${credit.name}:${credit.detail ?? ''}`} credit={credit} />
              ))}
            </dd>
          </div>
        ))}
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="num" dir="auto">
              {value}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function CreditName({ credit: { id, name, detail } }: { credit: Credit }) {
  return (
    <span className="credit" dir="auto">
      {id === null ? (
        name
      ) : (
        <PlaceLink to="/artists/$id" id={id} className="link">
          {name}
        </PlaceLink>
      )}
      {detail !== null && <small>{detail}</small>}
    </span>
  );
}

function rolesOf(credits: readonly Credit[]): [string, Credit[]][] {
  const roles = new Map<string, Credit[]>();
  for (const credit of credits) {
    const role = credit.role.charAt(0).toLocaleUpperCase() + credit.role.slice(1);
    roles.set(role, [...(roles.get(role) ?? []), credit]);
  }
  return [...roles];
}

function factsOf({ releaseDate, labels, catalogNumbers, barcode, genres }: AlbumDetail): [string, string][] {
  const released = [releaseDate === null ? '' : partialDate(releaseDate), labels.join(', ')].filter(
    (part) => part !== '',
  );
  const facts: [string, string][] = [
    ['Released', released.join(', ')],
    ['Number', catalogNumbers.join(', ')],
    ['Barcode', barcode ?? ''],
    ['Genre', genres.join(', ')],
  ];
  return facts.filter(([, value]) => value !== '');
}
