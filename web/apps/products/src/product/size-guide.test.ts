import { describe, expect, it } from 'vitest';
import { guideOf } from './size-guide';

const sized = (...values: string[]) => ({ options: [{ name: 'Size', values: values.map((value) => ({ value })) }] });

describe('the size guide', () => {
  it('is of the sizes that a product comes in, clothes or shoes', () => {
    expect(Object.keys(guideOf(sized('S', 'M', 'XL'))?.rows ?? {})).toEqual(['S', 'M', 'XL']);
    expect(guideOf(sized('37', '38', '39'))?.kind).toBe('shoes');
    expect(guideOf(sized('36', '38', '40', '42'))?.kind).toBe('numbered');
  });

  it('is none where a size is unknown to it, or there is none', () => {
    expect(guideOf(sized('S', 'Double'))).toBeNull();
    expect(guideOf(sized('750 ml', '1 l'))).toBeNull();
    expect(guideOf({ options: [] })).toBeNull();
  });
});
