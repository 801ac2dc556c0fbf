// Which size fits: pure rules.

export const SIZES = [
  { size: 'S', chest_cm: 92 },
  { size: 'M', chest_cm: 100 },
  { size: 'L', chest_cm: 108 },
  { size: 'XL', chest_cm: 118 },
];
export const SMALLEST_CM = 60;
export const LARGEST_CM = 200;

/** The smallest that a chest goes into; null where none does. */
export function sizeFor(chestCm) {
  return SIZES.find((each) => chestCm <= each.chest_cm)?.size ?? null;
}

/** What is wrong with a request, by field; empty when nothing is. */
export function wrongIn(body) {
  const chest = body?.chest_cm;
  const fits = typeof chest === 'number' && chest >= SMALLEST_CM && chest <= LARGEST_CM;
  const cause = `It must be a number from ${SMALLEST_CM} to ${LARGEST_CM}.`;
  return fits ? [] : [{ field: 'chest_cm', cause, place: 'body' }];
}
