import type { Variant } from '@souk/api/types/product';
import { describe, expect, it } from 'vitest';
import { awayOf, firstChoice, nextStep, pictureOf, stockOf, valuesOf, variantOf } from './variants';

const inr = (amount: number) => ({ amount, currency: 'INR' });

function variant(colour: string, size: string, available: boolean, image: number): Variant {
  return {
    id: `${colour}-${size}`,
    sku: `${colour}-${size}`.toLowerCase(),
    options: { Colour: colour, Size: size },
    price: inr(1000),
    compare_at: null,
    available,
    stock_left: available ? 3 : 0,
    image_index: image,
    weight_grams: 300,
  };
}

const kurta = {
  options: [
    { name: 'Colour', values: [{ value: 'Madder', color: '#a23b2a' }, { value: 'Indigo', color: '#2f3e6e' }] },
    { name: 'Size', values: [{ value: 'S', color: null }, { value: 'M', color: null }, { value: 'L', color: null }] },
  ],
  variants: [
    variant('Madder', 'S', false, 0),
    variant('Madder', 'M', false, 0),
    variant('Indigo', 'S', true, 1),
    variant('Indigo', 'M', false, 1),
  ],
};

describe('choosing a variant', () => {
  it('starts with a colour that can be had, and leaves the size to the shopper', () => {
    expect(firstChoice(kurta)).toEqual({ Colour: 'Indigo' });
    expect(variantOf(kurta, firstChoice(kurta))).toBeNull();
  });

  it('chooses the whole when there is one option only', () => {
    const mug = { options: [kurta.options[0]!], variants: [variant('Madder', '', true, 0)] };

    expect(firstChoice(mug)).toEqual({ Colour: 'Madder' });
  });

  it('marks what is sold out with the rest, and what does not exist with it', () => {
    const sizes = valuesOf(kurta, 'Size', { Colour: 'Indigo' });

    expect(sizes.map(({ value, soldOut, impossible }) => ({ value, soldOut, impossible }))).toEqual([
      { value: 'S', soldOut: false, impossible: false },
      { value: 'M', soldOut: true, impossible: false },
      { value: 'L', soldOut: false, impossible: true },
    ]);
  });

  it('judges an option by the other options, never by itself, so nobody gets stuck', () => {
    const colours = valuesOf(kurta, 'Colour', { Colour: 'Madder', Size: 'S' });

    expect(colours.map(({ soldOut }) => soldOut)).toEqual([true, false]);
  });

  it('asks for what is open, and for something else where the choice cannot be had', () => {
    const shop = { ...kurta, available: true };

    expect(nextStep(shop, { Colour: 'Indigo' })).toEqual({ step: 'choose', option: 'Size', instead: false });
    expect(nextStep(shop, { Colour: 'Indigo', Size: 'S' })).toMatchObject({ step: 'buy', variant: { sku: 'indigo-s' } });
    expect(nextStep(shop, { Colour: 'Indigo', Size: 'M' })).toEqual({ step: 'choose', option: 'Size', instead: true });
    expect(nextStep(shop, { Colour: 'Indigo', Size: 'L' })).toEqual({ step: 'choose', option: 'Size', instead: true });
  });

  it('leads to the option that has a way out', () => {
    const madder = { ...kurta, available: true };

    expect(nextStep(madder, { Colour: 'Madder', Size: 'S' })).toEqual({ step: 'choose', option: 'Colour', instead: true });
  });

  it('says sold out only when all of it is', () => {
    expect(nextStep({ ...kurta, available: false }, { Colour: 'Indigo' })).toEqual({ step: 'sold-out' });
  });

  it('shows the picture of the colour before a size is chosen', () => {
    expect(pictureOf(kurta, { Colour: 'Indigo' })).toBe(1);
  });

  it('says in words how many are left when they are few', () => {
    expect(stockOf({ available: true, stock_left: 2 })).toEqual({ words: 'only-left', left: 2 });
    expect(stockOf({ available: true, stock_left: null })).toEqual({ words: 'in-stock' });
    expect(stockOf({ available: false, stock_left: 0 })).toEqual({ words: 'sold-out' });
  });
});

describe('what there is to wait for', () => {
  it('is the variant that is chosen, where that is sold out', () => {
    const sold = { ...kurta, available: true };

    expect(awayOf(sold, { Colour: 'Indigo', Size: 'M' })).toBe('indigo-m');
    expect(awayOf(sold, { Colour: 'Indigo', Size: 'S' })).toBeUndefined();
    expect(awayOf(sold, { Colour: 'Indigo' })).toBeUndefined();
    expect(awayOf(sold, { Colour: 'Indigo', Size: 'L' })).toBeUndefined(); // never made
  });

  it('is any variant of a product that is sold out, until one is chosen', () => {
    const sold = { options: kurta.options, variants: kurta.variants.slice(0, 2), available: false };

    expect(awayOf(sold, { Colour: 'Madder' })).toBeNull();
    expect(awayOf(sold, { Colour: 'Madder', Size: 'M' })).toBe('madder-m');
  });
});
