/**
 * The drawings: paper-cut compositions in a square of 200, one per album and a few portraits. Few large shapes and
 * four or five warm colours each, so that they still read as thumbnails and stand well beside each other.
 */

import { randomFrom } from './synth/random.ts';

const paper = '#efe4cf';
const ink = '#241e1b';

function ground(colour: string): string {
  return `<rect width="200" height="200" fill="${colour}"/>`;
}

function rect(x: number, y: number, width: number, height: number, fill: string): string {
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${fill}"/>`;
}

function circle(x: number, y: number, radius: number, fill: string): string {
  return `<circle cx="${x}" cy="${y}" r="${radius}" fill="${fill}"/>`;
}

function shape(path: string, fill: string, transform = ''): string {
  return `<path d="${path}" fill="${fill}"${transform === '' ? '' : ` transform="${transform}"`}/>`;
}

function line(path: string, stroke: string, width: number): string {
  return `<path d="${path}" fill="none" stroke="${stroke}" stroke-width="${width}"/>`;
}

function each(count: number, draw: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => draw(index)).join('');
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** A lamp above a keyboard. */
function lamplight(): string {
  const whites = each(10, (index) => rect(index * 20 + 0.6, 152, 18.8, 48, paper));
  const blacks = [0, 1, 3, 4, 5, 7, 8].map((index) => rect(index * 20 + 14, 152, 12, 28, ink)).join('');
  return [
    ground('#2c2340'),
    shape('M72 74L128 74L196 152L4 152Z', '#e9bd62'),
    shape('M84 74L116 74L150 152L50 152Z', '#f3dda6'),
    shape('M78 30L122 30L140 74L60 74Z', '#bd4f35'),
    rect(98, 0, 4, 30, '#e9bd62'),
    shape('M86 74a14 14 0 0 0 28 0z', paper),
    rect(0, 152, 200, 48, ink),
    whites,
    blacks,
  ].join('');
}

/** Four masts over bands of sand and water. */
function lowTide(): string {
  const band = (y: number, lift: number, colour: string): string =>
    shape(`M0 ${y}Q50 ${y - lift} 100 ${y}T200 ${y}V200H0Z`, colour);
  const boat = (x: number, y: number, height: number, hull: string, sail: string): string =>
    rect(x, y - height, 1.8, height, ink) +
    shape(`M${x + 3} ${y - height + 3}L${x + 3} ${y - 7}L${x + 3 + height * 0.42} ${y - 7}Z`, sail) +
    shape(`M${x - 13} ${y - 4}H${x + 17}L${x + 11} ${y + 5}H${x - 7}Z`, hull);
  return [
    ground('#e8d3ad'),
    circle(146, 62, 34, '#d5673f'),
    band(112, 5, '#8fa9a0'),
    boat(38, 112, 62, ink, paper),
    boat(82, 114, 50, '#8c3b2a', '#f3dda6'),
    boat(122, 111, 72, ink, paper),
    boat(168, 114, 44, '#8c3b2a', '#f3dda6'),
    band(124, 6, '#4f7f82'),
    band(143, -7, '#2d5b68'),
    band(161, 6, '#d9c296'),
    band(170, -5, '#234654'),
    band(184, 5, '#cdb384'),
  ].join('');
}

/** Petals before a red sun in slanting rain. */
function flowerRain(): string {
  const random = randomFrom('petals');
  const petal = 'M0 0C-7 -5 -8 -15 -3 -19L0 -16L3 -19C8 -15 7 -5 0 0Z';
  const flower = (x: number, y: number, size: number, colour: string): string =>
    `<g transform="translate(${x} ${y}) scale(${size}) rotate(${round(random.next() * 72)})">` +
    each(5, (index) => shape(petal, colour, `rotate(${index * 72})`)) +
    circle(0, 0, 3, '#e9bd62') +
    '</g>';
  const rain = each(26, (index) => {
    const x = index * 9.4 - 20;
    const y = ((index * 67) % 150) - 20;
    return line(`M${round(x + 22)} ${y}L${round(x)} ${y + 62}`, index % 3 === 0 ? '#f0ddd3' : '#35425e', 1.5);
  });
  return [
    ground('#e9cfc6'),
    circle(112, 84, 60, '#b63c3a'),
    rain,
    flower(64, 128, 1.75, '#fbf1ea'),
    flower(132, 66, 1.2, '#fbf1ea'),
    flower(152, 146, 1.45, '#d98a86'),
    flower(40, 54, 0.95, '#d98a86'),
    flower(96, 178, 0.8, '#fbf1ea'),
    flower(178, 104, 0.7, '#fbf1ea'),
    flower(22, 172, 0.7, '#d98a86'),
  ].join('');
}

/** White trunks before a red field, a river below. */
function birch(): string {
  const random = randomFrom('bark');
  const trunk = (x: number, width: number): string => {
    const marks = each(9, (index) => {
      const y = 4 + index * 17 + random.next() * 9;
      const long = width * (0.3 + random.next() * 0.4);
      const from = random.next() < 0.5 ? x : x + width - long;
      return shape(
        `M${round(from)} ${round(y)}h${round(long)}l-2 ${round(2.4 + random.next() * 2)}h-${round(long - 3)}z`,
        ink,
      );
    });
    return rect(x, 0, width, 160, '#f3ead8') + marks;
  };
  const wave = (y: number, colour: string): string =>
    shape(`M0 ${y}q12.5 -7 25 0t25 0t25 0t25 0t25 0t25 0t25 0t25 0V200H0Z`, colour);
  return [
    ground('#b8432e'),
    circle(132, 58, 30, '#e6b04f'),
    shape('M0 122Q60 96 116 116T200 104V170H0Z', '#5d6b3b'),
    trunk(26, 17),
    trunk(66, 11),
    trunk(98, 22),
    trunk(160, 14),
    wave(154, '#2b4a6b'),
    wave(170, '#e9dfca'),
    wave(176, '#2b4a6b'),
    wave(190, '#1f3651'),
  ].join('');
}

/** A hill of houses, every one different. */
function manyHouses(): string {
  const colours = ['#c4553a', '#e2ad4d', '#2f5d62', '#efe4cf', '#7a8450', '#d98f73', '#33405c'];
  const roofs = ['#241e1b', '#7c2f27', '#33405c', '#7a8450'];
  const house = (x: number, y: number, pick: number): string => {
    const wall = colours[pick % colours.length]!;
    const roof = roofs[(pick * 3 + 1) % roofs.length]!;
    const hole = wall === paper || wall === '#e2ad4d' ? ink : '#f3dda6';
    const tops = [
      `M${x - 2} ${y + 20}L${x + 16} ${y + 2}L${x + 34} ${y + 20}Z`,
      `M${x - 1} ${y + 20}L${x - 1} ${y + 8}L${x + 33} ${y + 2}V${y + 20}Z`,
      `M${x} ${y + 20}a16 17 0 0 1 32 0Z`,
    ];
    const windows = [
      rect(x + 6, y + 26, 7, 9, hole) + rect(x + 19, y + 26, 7, 9, hole),
      shape(`M${x + 11} ${y + 42}v-11a5 5 0 0 1 10 0v11z`, hole),
      circle(x + 16, y + 30, 5, hole),
    ];
    return rect(x, y + 19, 32, 46, wall) + shape(tops[pick % 3]!, roof) + windows[(pick >> 1) % 3]!;
  };
  const row = (count: number, x: number, y: number, seed: number): string =>
    each(count, (index) => house(x + index * 34, y + ((index * 7 + seed) % 3) * 4, index * 5 + seed));
  return [
    ground('#d9c7a0'),
    circle(152, 30, 18, '#c4553a'),
    row(4, 34, 32, 2),
    row(6, -14, 66, 5),
    row(6, 4, 100, 1),
    row(7, -22, 134, 9),
    rect(0, 184, 200, 16, ink),
  ].join('');
}

/** A lime tree over the rings of a well. */
function atTheWell(): string {
  const leaf = 'M0 4C-13 -3 -12 -17 0 -25C12 -17 13 -3 0 4Z';
  const greens = ['#51673f', '#6f8450', '#3c5139', '#93a063'];
  const crown = each(4, (ring) =>
    each(5 + ring * 6, (index) => {
      const count = 5 + ring * 6;
      const angle = (index / count) * 360 + ring * 14;
      const radius = 6 + ring * 15.5;
      const [x, y] = [
        100 + radius * Math.sin((angle * Math.PI) / 180),
        74 - radius * Math.cos((angle * Math.PI) / 180),
      ];
      return shape(
        leaf,
        greens[(index + ring * 2) % 4]!,
        `translate(${round(x)} ${round(y)}) rotate(${round(angle)}) scale(0.86)`,
      );
    }),
  );
  const rings = each(5, (index) => {
    const width = 82 - index * 16;
    const colour = index % 2 === 0 ? '#27475a' : '#dfe6dc';
    return `<ellipse cx="100" cy="172" rx="${width}" ry="${round(width * 0.24)}" fill="${colour}"/>`;
  });
  return [
    ground('#e6dcc0'),
    circle(100, 72, 69, '#d7c48f'),
    shape('M94 66H106L112 176H88Z', '#5a3a2a'),
    rings,
    shape('M94 66H106L110 152H90Z', '#5a3a2a'),
    crown,
    circle(166, 28, 9, '#c4553a'),
  ].join('');
}

/** Stairs up to a lit door, moths in the light. */
function porchLight(): string {
  const steps = each(6, (index) =>
    rect(
      20 + index * 10,
      190 - index * 15 - 5,
      160 - index * 20,
      15,
      index % 2 === 0 ? '#c98d4b' : '#8c4a2f',
    ),
  );
  const moth = (x: number, y: number, turn: number): string =>
    shape('M0 0L-7 -6L-5 3ZM0 0L7 -6L5 3Z', paper, `translate(${x} ${y}) rotate(${turn})`);
  return [
    ground('#1f3a4d'),
    circle(100, 62, 54, '#2c5165'),
    circle(100, 62, 37, '#4a7177'),
    rect(74, 46, 52, 64, '#e8b24e'),
    rect(79, 51, 42, 59, '#f5dfa4'),
    shape('M60 46L100 18L140 46Z', '#b5452f'),
    rect(98, 51, 4, 59, '#e8b24e'),
    circle(112, 84, 2.4, ink),
    steps,
    moth(46, 40, 20),
    moth(156, 64, -30),
    moth(148, 26, 10),
    moth(38, 84, -14),
  ].join('');
}

/** An oud seen from near: bowl, rosette and strings. */
function nahawand(): string {
  const star = (radius: number, colour: string, width: number): string =>
    [0, 22.5, 45, 67.5]
      .map(
        (turn) =>
          `<rect x="${-radius}" y="${-radius}" width="${radius * 2}" height="${radius * 2}" fill="none" stroke="${colour}" stroke-width="${width}" transform="rotate(${turn})"/>`,
      )
      .join('');
  const ribs = each(6, (index) => {
    const reach = 96 - index * 15;
    return shape(
      `M100 -14C${100 + reach} 22 ${100 + reach} 168 100 ${192 - index * 3}C${100 - reach} 168 ${100 - reach} 22 100 -14Z`,
      ['#7a3524', '#a9582f', '#c98542', '#dca559', '#c98542', '#dca559'][index]!,
    );
  });
  return [
    ground('#173b3c'),
    ribs,
    `<g transform="translate(100 112)">${circle(0, 0, 37, '#173b3c')}${star(21.5, '#e6c069', 1.9)}${circle(0, 0, 10, '#a93f2c')}${circle(0, 0, 3.6, '#e6c069')}</g>`,
    each(6, (index) => line(`M${88.5 + index * 4.6} 0V174`, paper, 1)),
    rect(80, 172, 40, 6, ink),
  ].join('');
}

/** Rings of water from a low sun, reeds before them. */
function longTones(): string {
  const colours = ['#24474c', '#3f6f70', '#6f9790', '#a9bfae', '#d8d9bf', '#e8c98a', '#d9713f'];
  const rings = colours.map((colour, index) => {
    const radius = 176 - index * 25;
    return shape(`M${70 - radius} 128A${radius} ${radius} 0 0 1 ${70 + radius} 128Z`, colour);
  });
  const mirror = colours.map((colour, index) => {
    const radius = 176 - index * 25;
    return shape(
      `M${70 - radius} 132H${70 + radius}A${radius} ${round(radius * 0.42)} 0 0 1 ${70 - radius} 132Z`,
      colour,
    );
  });
  const reeds = [150, 158, 165, 175, 183].map((x, index) => {
    const top = 58 + ((index * 29) % 40);
    return (
      line(`M${x} 200Q${x + 1} ${top + 60} ${x + 5} ${top}`, ink, 1.8) +
      shape('M-2.4 0h4.8v17h-4.8z', '#5a3a2a', `translate(${x + 4.6} ${top + 2}) rotate(5)`)
    );
  });
  return [ground('#17343b'), ...rings, rect(0, 128, 200, 4, paper), ...mirror, ...reeds].join('');
}

/** Four players in a row. */
function harbourQuartet(): string {
  const player = (x: number, height: number, coat: string, hair: string): string =>
    shape(`M${x - 26} 200V${height + 40}a26 26 0 0 1 52 0V200Z`, coat) +
    circle(x, height, 17, '#e3b591') +
    shape(`M${x - 17} ${height}a17 17 0 0 1 34 0q-17 -13 -34 0z`, hair) +
    `<g transform="translate(${x} ${height + 70}) rotate(-24)">` +
    rect(-1.8, -40, 3.6, 34, ink) +
    circle(0, -9, 9.5, '#8c4a2f') +
    circle(0, 9, 12, '#8c4a2f') +
    rect(-6.5, -6, 13, 10, '#8c4a2f') +
    rect(-4.5, 3, 9, 1.6, paper) +
    '</g>' +
    line(`M${x - 24} ${height + 80}L${x + 24} ${height + 62}`, paper, 1.6);
  return [
    ground('#8fa9a0'),
    circle(100, 70, 62, '#e8d3ad'),
    player(30, 86, '#234654', ink),
    player(78, 66, '#b5452f', '#6b4a32'),
    player(124, 74, '#2f3a4f', '#d9c296'),
    player(172, 92, '#51673f', ink),
  ].join('');
}

/** A pianist from behind the lid. */
function vesterholm(): string {
  return [
    ground('#d9a06b'),
    circle(100, 82, 60, '#e9c98f'),
    shape('M40 200C42 150 70 132 100 132S158 150 160 200Z', '#2c2340'),
    shape('M88 112H112V138Q100 150 88 138Z', '#d99f7e'),
    shape('M74 76C74 46 126 46 126 76C126 104 114 122 100 122S74 104 74 76Z', '#e6b592'),
    shape('M68 92C58 44 82 30 104 32C134 34 142 60 134 96C128 70 112 62 92 66C80 68 72 74 68 92Z', '#5a2f25'),
    circle(136, 52, 15, '#5a2f25'),
    shape('M0 176L200 150V200H0Z', ink),
    each(9, (index) => shape(`M${8 + index * 22} ${round(186 - index * 2.86)}l18 -2.3V200h-18z`, paper)),
  ].join('');
}

/** A koto player under a falling petal. */
function minanose(): string {
  return [
    ground('#35425e'),
    circle(120, 70, 52, '#e9cfc6'),
    shape('M30 200C36 146 62 128 88 128S142 146 150 200Z', '#b63c3a'),
    shape('M78 128L90 150L102 128Z', paper),
    shape('M80 106H100V130Q90 140 80 130Z', '#e0b08e'),
    shape('M66 74C66 48 114 48 114 74C114 100 104 116 90 116S66 100 66 74Z', '#ecc3a2'),
    shape('M62 96C54 50 70 34 92 34S126 52 118 96C114 78 108 68 90 66C74 68 66 78 62 96Z', ink),
    shape('M0 168L200 184V200H0Z', '#dca559'),
    each(6, (index) => line(`M0 ${172 + index * 4.4}L200 ${round(186 + index * 2.2)}`, ink, 0.9)),
    shape('M0 0C-7 -5 -8 -15 -3 -19L0 -16L3 -19C8 -15 7 -5 0 0Z', '#fbf1ea', 'translate(160 104) rotate(40)'),
  ].join('');
}

/** Every drawing by its name. */
export const drawings: Readonly<Record<string, () => string>> = {
  lamplight,
  'low-tide': lowTide,
  'flower-rain': flowerRain,
  birch,
  'many-houses': manyHouses,
  'at-the-well': atTheWell,
  'porch-light': porchLight,
  nahawand,
  'long-tones': longTones,
  'harbour-quartet': harbourQuartet,
  vesterholm,
  minanose,
};
