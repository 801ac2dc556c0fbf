import { describe, expect, it } from 'vitest';
import { asParams, isNarrowed, linkTo, readQuery, withOption } from './query';

describe('the address of a listing', () => {
  it('drops keys that mean nothing, so they make no page of their own', () => {
    const query = readQuery({ category: 'kurtas', utm_source: 'mail', fbclid: 'x' });

    expect(linkTo(query, {})).toBe('/products?category=kurtas');
  });

  it('is the same whatever the order of its keys and values', () => {
    const one = readQuery({ 'option.Size': ['S', 'M'], 'option.Colour': 'Blue', category: 'shirts' });
    const other = readQuery({ category: 'shirts', 'option.Colour': 'Blue', 'option.Size': ['M', 'S'] });

    expect(linkTo(one, {})).toBe(linkTo(other, {}));
  });

  it('survives nonsense in every key', () => {
    const query = readQuery({ min_price: 'abc', limit: '99999', sort: 'drop table', in_stock: '1', 'option.': 'x', q: '  ' });

    expect(asParams(query)).toMatchObject({ min_price: null, limit: 48, sort: null, in_stock: null, q: null });
    expect(query.options).toEqual({});
  });

  it('starts at the first page again when a filter changes', () => {
    const query = readQuery({ category: 'shirts', cursor: 'abc' });

    expect(linkTo(query, withOption(query, 'Size', 'M'))).toBe('/products?category=shirts&option.Size=M');
  });

  it('takes a chosen option away when it is chosen again', () => {
    const query = readQuery({ 'option.Size': ['S', 'M'] });

    expect(withOption(query, 'Size', 'S')).toEqual({ options: { Size: ['M'] } });
    expect(withOption(readQuery({ 'option.Size': 'S' }), 'Size', 'S')).toEqual({ options: {} });
  });

  it('is kept from search engines unless it is a plain category or everything', () => {
    expect(isNarrowed(readQuery({}))).toBe(false);
    expect(isNarrowed(readQuery({ category: 'kurtas' }))).toBe(false);
    for (const narrowed of [{ q: 'mug' }, { sort: 'price' }, { cursor: 'x' }, { on_sale: 'true' }, { 'option.Size': 'M' }]) {
      expect(isNarrowed(readQuery(narrowed))).toBe(true);
    }
  });
});
