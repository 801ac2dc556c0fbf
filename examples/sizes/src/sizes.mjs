// Which size fits: pure rules.

export const SIZES = [
  { size: 'S', chestCm: 92 },
  { size: 'M', chestCm: 100 },
  { size: 'L', chestCm: 108 },
  { size: 'XL', chestCm: 118 },
];
export const SMALLEST_CM = 60;
export const LARGEST_CM = 200;

/** The smallest that a chest goes into; null where none does, or where it is no chest. */
export function sizeFor(chestCm) {
  if (!(chestCm >= SMALLEST_CM && chestCm <= LARGEST_CM)) return null;
  return SIZES.find((each) => chestCm <= each.chestCm)?.size ?? null;
}
