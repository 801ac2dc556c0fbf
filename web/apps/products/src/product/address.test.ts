import type { Variant } from '@souk/api/types/product';
import { describe, expect, it } from 'vitest';
import { choiceIn, withChoice } from './address';

function variant(colour: string, size: string, available = true): Variant {
  return {
    id: `${colour}-${size}`,
    sku: `KU ${colour}/${size}`,
    options: { Colour: colour, Size: size },
    price: { amount: 1000, currency: 'INR' },
    compare_at: null,
    available,
    stock_left: null,
    image_index: 0,
    weight_grams: 300,
  };
}

const values = (...all: string[]) => all.map((value) => ({ value, color: null }));
const kurta = {
  options: [
    { name: 'Colour', values: values('Madder', 'Indigo') },
    { name: 'Size', values: values('S', 'M') },
  ],
  variants: [variant('Madder', 'S'), variant('Madder', 'M'), variant('Indigo', 'S', false), variant('Indigo', 'M')],
};

describe('the address of a variant', () => {
  it('brings a whole choice again by its SKU, whatever the SKU holds', () => {
    const address = withChoice('http://shop/products/kurta', kurta, { Colour: 'Indigo', Size: 'M' });

    expect(choiceIn(new URL(address).search, kurta)).toEqual({ Colour: 'Indigo', Size: 'M' });
  });

  it('brings a choice that is still open again by its values', () => {
    const address = withChoice('http://shop/products/kurta?variant=old', kurta, { Colour: 'Indigo' });

    expect(address).toBe('http://shop/products/kurta?variant=Indigo');
    expect(choiceIn('?variant=Indigo', kurta)).toEqual({ Colour: 'Indigo' });
  });

  it('keeps what else the address says', () => {
    expect(withChoice('http://shop/products/kurta?utm_source=mail#details', kurta, { Colour: 'Indigo' })).toBe(
      'http://shop/products/kurta?utm_source=mail&variant=Indigo#details',
    );
  });

  it('takes the values of a filter: of several the first that can be had, together with the rest', () => {
    expect(choiceIn('?variant=Indigo&variant=Madder&variant=S', kurta)).toEqual({ Colour: 'Madder', Size: 'S' });
    expect(choiceIn('?variant=M', kurta)).toEqual({ Colour: 'Madder', Size: 'M' });
  });

  it('shows even what is sold out when it is asked for by name', () => {
    expect(choiceIn('?variant=Indigo&variant=S', kurta)).toEqual({ Colour: 'Indigo', Size: 'S' });
  });

  it('asks for nothing when the product has nothing of it', () => {
    expect(choiceIn('?variant=Green&utm_source=mail', kurta)).toBeNull();
    expect(choiceIn('', kurta)).toBeNull();
  });
});
