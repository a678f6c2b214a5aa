/** The whole demo library, in the order in which it is made. */

import { atTheWell } from './albums/at-the-well.ts';
import { birchByTheRiver } from './albums/birch.ts';
import { flowerRain } from './albums/flower-rain.ts';
import { lamplight } from './albums/lamplight.ts';
import { longTones } from './albums/long-tones.ts';
import { lowTide } from './albums/low-tide.ts';
import { manyHouses } from './albums/many-houses.ts';
import { nahawandNights } from './albums/nahawand-nights.ts';
import { porchLight } from './albums/porch-light.ts';
import type { Album } from './types.ts';

export const albums: readonly Album[] = [
  lamplight,
  lowTide,
  flowerRain,
  birchByTheRiver,
  manyHouses,
  atTheWell,
  porchLight,
  nahawandNights,
  longTones,
];
