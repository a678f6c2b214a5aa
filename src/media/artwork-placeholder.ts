/**
 * Covers for music that has none: a geometric drawing in few inks, always the same for the same seed.
 *
 * A dozen designs over sixteen sets of inks, in the manner of printed record sleeves: flat, without text (the title
 * stands beside every cover anyway), good at 40 and at 400 pixels.
 */
import { createHash } from 'node:crypto';

/** Ground and three inks. */
type Inks = readonly [ground: string, first: string, second: string, third: string];
type Design = (inks: Inks, random: Random) => string;
type Random = (from: number, to: number) => number;

/** An SVG of 200 by 200 units. The seed decides what is drawn; the title is its name for those who cannot see it. */
export function renderPlaceholder(seed: string, title: string): string {
  const digest = createHash('sha256').update(seed).digest();
  const inks = palettes[digest[0]! % palettes.length]!;
  const design = designs[digest[1]! % designs.length]!;
  const drawing = design(inks, randomFrom(digest.readUInt32LE(4)));
  const label = title.replace(/[&<>"]/g, (character) => `&#${character.codePointAt(0)!};`);
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 200" width="200" height="200" role="img"><title>${label}</title>` +
    `<rect width="200" height="200" fill="${inks[0]}"/>${drawing}</svg>`
  );
}

const palettes: readonly Inks[] = [
  ['#1f4c4b', '#eadfc9', '#e2a184', '#0f2f30'],
  ['#ece3d2', '#24211e', '#b98a2f', '#8c3b2a'],
  ['#e3c1b2', '#5f7f8a', '#b6757a', '#d59a3e'],
  ['#2b4a6b', '#e8dfcb', '#d08a5e', '#16293f'],
  ['#a93a2a', '#f0e4cf', '#211c19', '#e6b45a'],
  ['#e6dcc6', '#2a2622', '#b23a2e', '#6b7a5a'],
  ['#c08a2e', '#23372f', '#f0e4cc', '#7b3a22'],
  ['#35271f', '#c08d5c', '#e3c39c', '#8c4a34'],
  ['#c9d2d2', '#2b3a43', '#f1eee6', '#7c929a'],
  ['#5f2733', '#e7d8c4', '#d38f86', '#b5535a'],
  ['#232f57', '#cfa046', '#e3cbb0', '#d08a7e'],
  ['#7f8c86', '#e9e6da', '#2d3733', '#c2b08a'],
  ['#d9a63f', '#231f1b', '#fbf1dc', '#a5462c'],
  ['#16384a', '#efe6d2', '#7fa3a3', '#d7a04d'],
  ['#c4633f', '#f2e6d2', '#3a1c14', '#e9b58c'],
  ['#5d5a3c', '#f3ead2', '#c9a24a', '#2f2e20'],
];

/** Two half discs that have slid apart. */
const halves: Design = ([ground, first, second], random) => {
  const shift = random(6, 26);
  const turn = random(0, 3) * 45;
  return (
    `<g transform="rotate(${turn} 100 100)"><path d="M100 34a66 66 0 0 0 0 132z" fill="${first}" transform="translate(0 ${-shift})"/>` +
    `<path d="M100 34a66 66 0 0 1 0 132z" fill="${second}" transform="translate(0 ${shift})"/>` +
    `<path d="M18 100H182" stroke="${ground}" stroke-width="3"/></g>`
  );
};

/** Waves that grow towards the foot. */
const waves: Design = ([, first, second], random) => {
  const sun = `<circle cx="${random(50, 150)}" cy="${random(34, 58)}" r="${random(18, 28)}" fill="${second}"/>`;
  const period = random(22, 34);
  const lines = range(10).map((row) => {
    const height = 1 + row * random(1, 2);
    const path = range(Math.ceil(240 / period)).map(
      (i) => `q${period / 2} ${i % 2 === 0 ? -height : height} ${period} 0`,
    );
    return `<path d="M-20 ${72 + row * 13}${path.join('')}" stroke-width="${(1.2 + row * 0.4).toFixed(1)}"/>`;
  });
  return `${sun}<g fill="none" stroke="${first}">${lines.join('')}</g>`;
};

/** Quarter discs turned at random in a grid. */
const tiles: Design = ([, first, second], random) => {
  const count = random(4, 6);
  const size = 168 / count;
  const tile = (i: number): string => {
    const [x, y] = [16 + (i % count) * size, 16 + Math.floor(i / count) * size];
    const turn = random(0, 3) * 90;
    const fill = random(0, 2) === 0 ? second : first;
    const middle = size / 2;
    return `<path transform="translate(${fix(x)} ${fix(y)}) rotate(${turn} ${fix(middle)} ${fix(middle)})" d="M0 0H${fix(size)}A${fix(size)} ${fix(size)} 0 0 1 0 ${fix(size)}z" fill="${fill}"/>`;
  };
  return range(count * count)
    .map(tile)
    .join('');
};

/** Three discs laid over each other like transparent inks. */
const discs: Design = ([, first, second, third], random) => {
  const side = random(0, 1) === 0 ? 78 : 122;
  const r = random(40, 50);
  const disc = (x: number, y: number, fill: string): string =>
    `<circle cx="${x}" cy="${y}" r="${r}" fill="${fill}" fill-opacity=".82"/>`;
  return disc(side, 62, third) + disc(200 - side, 100, second) + disc(side, 138, first);
};

/** The strings of a zither and their bridges. */
const strings: Design = ([, first, second], random) => {
  const count = 13;
  const bend = random(5, 9);
  const line = (i: number): string => `M${fix(20 + (i * 160) / (count - 1))} 14V186`;
  const bridge = (i: number): string =>
    `M${fix(15 + (i * 160) / (count - 1))} ${fix(152 - i * bend - (i > bend ? 12 : 0))}l5-11 5 11z`;
  return `<path d="${range(count).map(line).join('')}" stroke="${first}" stroke-width="1.4"/><path d="${range(count).map(bridge).join('')}" fill="${second}"/>`;
};

/** Squares that turn as they grow. */
const spiral: Design = ([, first, second], random) => {
  const turn = random(6, 14);
  const square = (i: number): string => {
    const half = 9 + i * 7;
    return `<rect x="${-half}" y="${-half}" width="${half * 2}" height="${half * 2}" transform="rotate(${i * turn})"/>`;
  };
  return `<g transform="translate(100 100)" fill="none" stroke="${first}" stroke-width="3">${range(8).map(square).join('')}</g><circle cx="100" cy="100" r="4" fill="${second}"/>`;
};

/** Rings of dashes round a centre. */
const rings: Design = ([, first, second, third], random) => {
  const colours = [first, second, first, third];
  const ring = (i: number): string => {
    const r = 84 - i * 18;
    const dash = (Math.PI * 2 * r) / (random(8, 20) * 2);
    return `<circle cx="100" cy="100" r="${r}" stroke="${colours[i]!}" stroke-width="7" stroke-dasharray="${fix(dash)} ${fix(dash)}"/>`;
  };
  return `<g fill="none">${range(4).map(ring).join('')}<circle cx="100" cy="100" r="14" fill="${first}"/></g>`;
};

/** Three crescents in a row. */
const crescents: Design = ([, first, second, third], random) => {
  const turn = random(-40, 40);
  const moon = (x: number, y: number, fill: string): string =>
    `<path transform="translate(${x} ${y}) rotate(${turn})" d="M0-52a52 52 0 1 1 0 104a66 66 0 0 0 0-104z" fill="${fill}"/>`;
  return moon(62, 68, first) + moon(92, 102, second) + moon(122, 136, third);
};

/** Layers of mist before a few upright strokes. */
const mist: Design = ([, first, second], random) => {
  const layer = (i: number): string =>
    `<path d="M0 ${random(30, 60) + i * 34}L200 ${random(30, 60) + i * 34}V200H0z" opacity="${fix(0.2 + i * 0.07)}"/>`;
  const strokes = range(3).map(() => {
    const top = random(30, 60);
    return `M${random(30, 170)} ${top}v${random(80, 120)}`;
  });
  return `<g fill="${first}">${range(4).map(layer).join('')}</g><path d="${strokes.join('')}" stroke="${second}" stroke-width="3"/>`;
};

/** The holes of a piano roll. */
const roll: Design = ([, first, second], random) => {
  const parts: string[] = [];
  for (let row = 0; row < 4; row += 1) {
    for (let x = 16; x < 176;) {
      const width = Math.min([8, 19, 30, 41][random(0, 3)]!, 184 - x);
      parts.push(
        `<path d="M${x} ${22 + row * 42}h${width}v30h${-width}z"${random(0, 7) === 0 ? ` fill="${second}"` : ''}/>`,
      );
      x += width + [14, 25][random(0, 1)]!;
    }
  }
  return `<g fill="${first}">${parts.join('')}</g>`;
};

/** A woven band of zigzags. */
const weave: Design = ([, first, second, third], random) => {
  const colours = [first, second, first, third, second, first, third];
  const gap = random(0, 1) * 22;
  const zigzag = (i: number): string => {
    const up = i > 2 ? -20 : 20;
    const path = range(11).map((n) => `l20 ${n % 2 === 0 ? up : -up}`);
    return `<path d="M-10 ${34 + i * 22 + (i > 2 ? gap : 0)}${path.join('')}" stroke="${colours[i]!}"/>`;
  };
  return `<g fill="none" stroke-width="9">${range(7).map(zigzag).join('')}</g>`;
};

/** A moon and what the water makes of it. */
const moon: Design = ([, first, second], random) => {
  const x = random(70, 130);
  const bars = [104, 78, 92, 56, 70, 30].map((width, i) => {
    const half = (width + random(-10, 10)) / 2;
    return `<rect x="${fix(x - half)}" y="${[122, 132, 143, 155, 168, 182][i]!}" width="${fix(half * 2)}" height="${3 + i}"/>`;
  });
  return `<circle cx="${x}" cy="66" r="40" fill="${first}"/><g fill="${random(0, 1) === 0 ? first : second}">${bars.join('')}</g>`;
};

/** Bars that widen like a crescendo. */
const bars: Design = ([, first, second], random) => {
  const accent = random(3, 8);
  let x = 14;
  return range(10)
    .map((i) => {
      const width = 2 + i * 2.6;
      const bar = `<path d="M${fix(x)} 14h${fix(width)}v172h${fix(-width)}z" fill="${i === accent ? second : first}"/>`;
      x += width + 4;
      return bar;
    })
    .join('');
};

/** Frames within frames, like pictures on a wall. */
const frames: Design = ([, first, second, third], random) => {
  const [x, y] = [random(20, 36), random(24, 40)];
  return (
    `<path fill="none" stroke="${first}" stroke-width="7" d="M${x} ${y}h84v112h-84z"/><path fill="${second}" d="M${x + 60} ${y + 34}h92v72h-92z"/>` +
    `<path fill="${third}" d="M${x + 74} ${y + 48}h64v44h-64z"/><path stroke="${first}" stroke-width="2" d="M24 178h152"/>`
  );
};

const designs: readonly Design[] = [
  halves,
  waves,
  tiles,
  discs,
  strings,
  spiral,
  rings,
  crescents,
  mist,
  roll,
  weave,
  moon,
  bars,
  frames,
];

function range(length: number): number[] {
  return Array.from({ length }, (_, i) => i);
}

function fix(value: number): string {
  return String(Math.round(value * 10) / 10);
}

/** Whole numbers, both ends included, the same for the same seed (mulberry32). */
function randomFrom(seed: number): Random {
  let state = seed;
  return (from, to) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    const unit = ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
    return from + Math.floor(unit * (to - from + 1));
  };
}
