/** Body measures in centimetres, one chart for the whole shop (why here: services/product/README.md); a product shows those that it comes in. */
export interface Guide {
  kind: 'clothes' | 'shoes' | 'numbered';
  columns: readonly ('chest' | 'waist' | 'hips' | 'foot' | 'uk' | 'us')[];
  rows: Readonly<Record<string, readonly string[]>>;
}

const CLOTHES: Guide = {
  kind: 'clothes',
  columns: ['chest', 'waist', 'hips'],
  rows: {
    XS: ['80–84', '62–66', '86–90'],
    S: ['85–90', '67–72', '91–96'],
    M: ['91–96', '73–78', '97–102'],
    L: ['97–104', '79–86', '103–109'],
    XL: ['105–112', '87–94', '110–116'],
    XXL: ['113–120', '95–103', '117–124'],
  },
};

/** By the chest in inches, as kurtas and waistcoats are sold. */
const NUMBERED: Guide = {
  kind: 'numbered',
  columns: ['chest', 'waist'],
  rows: {
    '36': ['90–92', '76–79'],
    '38': ['95–97', '81–84'],
    '40': ['100–102', '86–89'],
    '42': ['105–107', '91–94'],
  },
};

const SHOES: Guide = {
  kind: 'shoes',
  columns: ['foot', 'uk', 'us'],
  rows: {
    '36': ['22.8', '3', '5'],
    '37': ['23.5', '4', '6'],
    '38': ['24.1', '5', '7'],
    '39': ['24.8', '6', '8'],
    '40': ['25.5', '6.5', '8.5'],
    '41': ['26.1', '7', '9'],
    '42': ['26.8', '8', '10'],
    '43': ['27.4', '9', '11'],
  },
};

type Sized = { options: readonly { name: string; values: readonly { value: string }[] }[] };

/** Of all its sizes or of none: a table with holes helps nobody. "36, 38, 40" alone skips the odd ones as clothes do. */
export function guideOf({ options }: Sized): Guide | null {
  const sizes = options.find(({ name }) => name === 'Size')?.values.map(({ value }) => value) ?? [];
  const odd = sizes.some((size) => Number(size) % 2 === 1);
  const guide = [CLOTHES, odd ? SHOES : NUMBERED].find(({ rows }) => sizes.length > 0 && sizes.every((size) => size in rows));
  return guide ? { ...guide, rows: Object.fromEntries(sizes.map((size) => [size, guide.rows[size] ?? []])) } : null;
}
