/** All keys, one under the other. */
import { Sheet } from './sheet.tsx';
import { showHelp } from './sheets.ts';

const GROUPS: readonly { title: string; keys: readonly (readonly [keys: string[], what: string])[] }[] = [
  {
    title: 'Playing',
    keys: [
      [['Space'], 'Play or pause'],
      [['j'], 'Next track'],
      [['k'], 'Previous track, or back to the start'],
      [['←', '→'], '5 seconds back or on (outside grids)'],
      [['Shift ←', 'Shift →'], '30 seconds back or on'],
      [['m'], 'Mute'],
      [['l'], 'Keep as a favourite'],
    ],
  },
  {
    title: 'Around',
    keys: [
      [['/'], 'Search'],
      [['n'], 'What is playing'],
      [['q'], 'Queue'],
      [['?'], 'These keys'],
      [['Esc'], 'Close what is open'],
    ],
  },
  {
    title: 'In lists',
    keys: [
      [['↑', '↓'], 'From one to the next; in grids also ← →'],
      [['Page ↑', 'Page ↓'], 'A screen back or on'],
      [['Home', 'End'], 'To the first, to the last'],
      [['Enter'], 'Play or open'],
      [['Menu', 'Shift F10'], 'All that can be done with it'],
      [['Alt ↑', 'Alt ↓'], 'Move a track in the queue or in a playlist'],
      [['Delete'], 'Take it out of the queue or the playlist'],
    ],
  },
];

export default function KeyHelp() {
  return (
    <Sheet title="Keys" over onClose={() => showHelp(false)}>
      {GROUPS.map(({ title, keys }) => (
        <section key={title} className="key-group">
          <h3 className="note">{title}</h3>
          <dl>
            {keys.map(([names, what]) => (
              <div key={what}>
                <dt>
                  {names.map((name) => (
                    <kbd key={name}>{name}</kbd>
                  ))}
                </dt>
                <dd>{what}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Sheet>
  );
}
