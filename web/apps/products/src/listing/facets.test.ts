import type { Facet, FacetValue } from '@souk/api/types/product';
import { describe, expect, it } from 'vitest';
import { bounded, changeOf, groupsOf, isChosen, mostUseful } from './facets';
import { kindOf } from './kinds';
import { readQuery } from './query';

const value = (name: string, count = 1, more: Partial<FacetValue> = {}): FacetValue => ({
  value: name,
  label: name,
  count,
  selected: false,
  ...more,
});
const sizes = (...names: string[]): Facet => ({ key: 'option.Size', label: 'Size', values: names.map((name) => value(name)) });

describe('what a size is', () => {
  it.each([
    ['clothes', ['XS', 'S', 'm', 'L', 'XXL', '2XL', 'S/M', 'Free size']],
    ['number', ['36', '42', '2.4', '7 ½']],
    ['volume', ['750 ml', '1 l', '1.5 L']],
    ['weight', ['100 g', '2kg', '0,5 kg']],
    ['measure', ['22 cm', '60 × 90 cm', '120 x 180 cm', '10"']],
    ['paper', ['A4', 'a5', 'Letter']],
    ['pieces', ['40 sticks', 'Pack of 6', 'Set of two']],
    ['words', ['Small', 'Double', 'Three tiers', 'Bath', '②', '']],
  ] as const)('%s', (kind, names) => {
    expect(names.map(kindOf)).toEqual(names.map(() => kind));
  });
});

describe('filters', () => {
  it('keep sizes of different things apart, each under its own heading', () => {
    const groups = groupsOf([sizes('S', 'M', 'L', '250 ml', 'A5', 'A6', 'Double')]);

    expect(groups.map(({ label, values }) => [label, values.map((one) => one.value)])).toEqual([
      ['Clothes size', ['S', 'M', 'L']],
      ['Paper format', ['A5', 'A6']],
      ['Volume', ['250 ml']],
      ['Size', ['Double']],
    ]);
  });

  it('keep the option’s own name where all its values are of one kind', () => {
    expect(groupsOf([{ ...sizes('250 ml', '750 ml'), label: 'Capacity' }]).map(({ label }) => label)).toEqual(['Capacity']);
  });

  it('never take a colour for something else', () => {
    const colours: Facet = {
      key: 'option.Colour',
      label: 'Colour',
      values: [value('Indigo', 3, { color: '#40527f' }), value('M', 1, { color: '#111111' })],
    };

    expect(groupsOf([colours])).toHaveLength(1);
  });

  it('show what most products have, in the given order, and always what is chosen', () => {
    const values = [value('A', 1), value('B', 9), value('C', 1, { selected: true }), value('D', 5), value('E', 2), value('F', 1)];

    expect(mostUseful(values, 3).map((one) => one.value)).toEqual(['B', 'C', 'D']);
  });

  it('are bounded however large the catalogue is', () => {
    const many = Array.from({ length: 40 }, (_, at): Facet => {
      return { key: `option.O${at}`, label: `O${at}`, values: Array.from({ length: 500 }, (_, one) => value(`v${one}`)) };
    });

    expect(bounded(many).length).toBe(20);
    expect(bounded(many).every(({ values }) => values.length === 100)).toBe(true);
  });

  it('take away what is chosen and add what is not, for every kind of filter', () => {
    const query = readQuery({ category: 'kurtas', 'option.Size': 'M', min_price: '0', max_price: '49999', in_stock: 'true' });
    const chosen = [
      [{ key: 'category' }, value('kurtas', 1, { parent: 'clothing' }), { category: 'clothing' }],
      [{ key: 'price' }, value('0-49999', 1, { min: 0, max: 49_999 }), { minPrice: null, maxPrice: null }],
      [{ key: 'availability' }, value('in_stock'), { inStock: false }],
      [{ key: 'option.Size' }, value('M'), { options: {} }],
    ] as const;

    for (const [facet, one, change] of chosen) {
      expect(isChosen(query, facet, one)).toBe(true);
      expect(changeOf(query, facet, one)).toEqual(change);
    }
    expect(changeOf(query, { key: 'option.Size' }, value('L'))).toEqual({ options: { Size: ['M', 'L'] } });
    expect(isChosen(query, { key: 'availability' }, value('on_sale'))).toBe(false);
  });

  it('takes stars and up as one choice, which following it again takes away', () => {
    const query = readQuery({ min_rating: '4' });
    const rating = { key: 'rating' } as const;

    expect(isChosen(query, rating, value('4'))).toBe(true);
    expect(changeOf(query, rating, value('4'))).toEqual({ minRating: null });
    expect(changeOf(query, rating, value('3'))).toEqual({ minRating: 3 });
    expect(readQuery({ min_rating: '2' }).minRating).toBeNull();
  });
});
