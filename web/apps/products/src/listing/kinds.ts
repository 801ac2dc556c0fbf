/** What a value of an option is. Shops call it all "Size": cups in ml, paper in A5, kurtas in M. Nobody chooses between those. */
export type Kind = 'clothes' | 'number' | 'volume' | 'weight' | 'measure' | 'paper' | 'pieces' | 'words';

const LETTERS = String.raw`(?:m|(?:\d{0,2}x{1,5})?[sl])`;
const AMOUNT = String.raw`\d+(?:[.,]\d+)?\s*`;
const TIMES = String.raw`\s*(?:×|x|by)\s*`;
const LENGTH = String.raw`(?:mm|cm|m|in|inch|inches|ft|feet|"|″)`;

const PATTERNS: readonly (readonly [Kind, RegExp])[] = [
  ['clothes', new RegExp(`^(?:${LETTERS}(?:\\s*[/-]\\s*${LETTERS})?|free size|one size)$`, 'i')],
  ['paper', /^(?:[abc]\d{1,2}|letter|legal|tabloid)$/i],
  ['number', /^\d+(?:[.,]\d+)?(?:\s*½)?$/],
  ['volume', new RegExp(`^${AMOUNT}(?:ml|cl|dl|l|litres?|liters?|fl\\.? ?oz)$`, 'i')],
  ['weight', new RegExp(`^${AMOUNT}(?:mg|g|gm|kg|oz|lbs?)$`, 'i')],
  ['measure', new RegExp(`^${AMOUNT}${LENGTH}?(?:${TIMES}${AMOUNT}${LENGTH}?)*$`, 'i')],
  ['pieces', /^(?:(?:set|pack|box) of )?\d+(?:\s+\p{L}+)?$|^(?:set|pack|box) of \p{L}+$/iu],
];

export function kindOf(value: string): Kind {
  const text = value.trim();
  return PATTERNS.find(([, pattern]) => pattern.test(text))?.[0] ?? 'words';
}
