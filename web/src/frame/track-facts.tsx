/** All that is known of a track: where its file is, who took part, every tag as it stands in the file. */
import { useQuery } from '@tanstack/react-query';
import { ask } from '../api/ask.ts';
import type { Answer } from '../api/client.ts';
import { PlaceLink } from '../parts/place-link.tsx';
import { RowSkeletons } from '../parts/skeletons.tsx';
import { Loaded } from '../parts/states.tsx';
import { bytes, clock } from '../text/format.ts';
import { formatOf } from '../text/sound-format.ts';
import { Sheet } from './sheet.tsx';
import { showFacts } from './sheets.ts';

type TrackFactsAnswer = Answer<'GET /api/tracks/:id'>;

export default function TrackFacts({ trackId }: { trackId: string }) {
  const track = useQuery(ask('GET /api/tracks/:id', { params: { id: trackId } }));
  return (
    <Sheet title={track.data?.title ?? 'Facts'} over onClose={() => showFacts(null)}>
      <Loaded query={track} skeleton={<RowSkeletons count={8} />}>
        {(data) => (
          <>
            <FactList title="Sound" facts={soundOf(data)} />
            {data.credits.length > 0 && <CreditList credits={data.credits} />}
            <FactList
              title="Tags in the file"
              facts={data.tags.map(({ name, values }) => [name, values.join(' · ')])}
            />
          </>
        )}
      </Loaded>
    </Sheet>
  );
}

function FactList({ title, facts }: { title: string; facts: readonly (readonly [string, string])[] }) {
  if (facts.length === 0) return null;
  return (
    <section className="key-group facts">
      <h3 className="note">{title}</h3>
      <dl>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd dir="auto">{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function CreditList({ credits }: { credits: TrackFactsAnswer['credits'] }) {
  return (
    <section className="key-group facts">
      <h3 className="note">Credits</h3>
      <dl>
        {credits.map(({ id, name, role, detail }) => (
          <div key={`${role} ${name} ${detail ?? ''}`}>
            <dt>{role}</dt>
            <dd dir="auto">
              {id === null ? (
                name
              ) : (
                <PlaceLink to="/artists/$id" id={id} className="link">
                  {name}
                </PlaceLink>
              )}
              {detail !== null && ` (${detail})`}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function soundOf(track: TrackFactsAnswer): (readonly [string, string])[] {
  const { path, durationMs, sizeBytes, gain } = track;
  const facts: (readonly [string, string])[] = [
    ['Form', `${formatOf(track)}, ${clock(durationMs)}, ${bytes(sizeBytes)}`],
    ['Loudness', gain.trackDb === null ? '' : `${gain.trackDb.toFixed(1)} dB to the common level`],
    ['File', path ?? ''],
  ];
  return facts.filter(([, value]) => value !== '');
}
