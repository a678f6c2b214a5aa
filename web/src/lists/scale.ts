/**
 * A list taller than a browser can lay out (17 to 33 million pixels, by maker) is drawn on a shorter stage.
 * *Logical* is the place in the whole list, *physical* the place of the page's scroll bar. Wheel, keys and fingers
 * move both pixel by pixel, so that scrolling feels as always; only a jump (the bar dragged, an End key) is
 * stretched to the whole. At rest the two are brought back to their ratio, which nobody sees.
 */

/** Far below every browser's limit, and small enough that a transform is exact to a fraction of a pixel. */
export const PHYSICAL_MAX_PX = 8_000_000;

export interface Scale {
  /** How far each can scroll. */
  readonly logicalMax: number;
  readonly physicalMax: number;
  readonly viewportPx: number;
}

export interface Place {
  readonly logical: number;
  readonly physical: number;
}

export function scaleOf(totalPx: number, viewportPx: number): Scale {
  const stagePx = Math.min(totalPx, PHYSICAL_MAX_PX);
  return {
    logicalMax: Math.max(0, totalPx - viewportPx),
    physicalMax: Math.max(0, stagePx - viewportPx),
    viewportPx,
  };
}

/** The place that belongs to a place of the scroll bar. Before and after the list both run alike. */
export function toLogical({ logicalMax, physicalMax }: Scale, physical: number): number {
  if (physical <= 0 || physicalMax === 0) return physical;
  if (physical >= physicalMax) return logicalMax + (physical - physicalMax);
  return (physical / physicalMax) * logicalMax;
}

/** The place of the scroll bar that belongs to a place in the list. */
export function toPhysical({ logicalMax, physicalMax }: Scale, logical: number): number {
  if (logical <= 0 || logicalMax === 0) return logical;
  if (logical >= logicalMax) return physicalMax + (logical - logicalMax);
  return (logical / logicalMax) * physicalMax;
}

/** Where the list stands after the bar went to `physical`: a step is followed as it is, a jump by the ratio. */
export function follow(scale: Scale, place: Place, physical: number): Place {
  const step = physical - place.physical;
  const isJump = Math.abs(step) > 2 * scale.viewportPx;
  if (scale.logicalMax === scale.physicalMax || isJump)
    return { physical, logical: toLogical(scale, physical) };
  return { physical, logical: place.logical + step };
}

/** True where the bar has come to an end before the list has: it must be moved now, not at rest. */
export function isStuck(scale: Scale, { logical, physical }: Place): boolean {
  const atStart = physical <= 0 && logical > 0.5 && logical - physical > 0.5;
  const atEnd = physical >= scale.physicalMax && toPhysical(scale, logical) < scale.physicalMax - 0.5;
  return atStart || atEnd;
}
