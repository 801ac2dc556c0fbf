import type { ProductView, Variant } from '@souk/api/types/product';
import type { OptionValue } from '@souk/ui';

export type Choice = Readonly<Record<string, string>>;
type Product = Pick<ProductView, 'options' | 'variants'>;

/**
 * What is chosen before the shopper chose: all options but the last, from the first variant that can be had; the last too
 * when it is the only one. So nobody buys a size without having looked at it.
 */
export function firstChoice({ options, variants }: Product): Choice {
  const start = variants.find(({ available }) => available) ?? variants[0];
  if (!start) return {};
  const chosen = options.filter(({ values }, at) => options.length === 1 || at < options.length - 1 || values.length === 1);
  return Object.fromEntries(chosen.map(({ name }) => [name, start.options[name] ?? '']));
}

/** The variant that a whole choice names; null while something is open. */
export function variantOf({ options, variants }: Product, choice: Choice): Variant | null {
  return variants.find((variant) => options.every(({ name }) => variant.options[name] === choice[name])) ?? null;
}

/** An option's values; impossible are those that cannot be had together with what else is chosen. */
export function valuesOf({ options, variants }: Product, name: string, choice: Choice): OptionValue[] {
  const others = Object.entries(choice).filter(([option]) => option !== name);
  const values = options.find((option) => option.name === name)?.values ?? [];
  return values.map(({ value, color }) => {
    const matching = variants.filter(
      ({ options: own }) => own[name] === value && others.every(([option, chosen]) => own[option] === chosen),
    );
    return {
      value,
      color,
      impossible: matching.length === 0,
      soldOut: matching.length > 0 && matching.every(({ available }) => !available),
    };
  });
}

export type NextStep =
  | { step: 'buy'; variant: Variant }
  | { step: 'sold-out' }
  | { step: 'choose'; option: string; instead: boolean };

/** What the one button does: buy, or lead to the option that is still open or (`instead`) cannot be had so with the rest. */
export function nextStep(product: Product & Pick<ProductView, 'available'>, choice: Choice): NextStep {
  if (!product.available) return { step: 'sold-out' };
  const open = product.options.find(({ name }) => choice[name] === undefined);
  if (open) return { step: 'choose', option: open.name, instead: false };
  const variant = variantOf(product, choice);
  if (variant?.available) return { step: 'buy', variant };
  const way = product.options.findLast(({ name }) =>
    valuesOf(product, name, choice).some(({ impossible = false, soldOut = false }) => !impossible && !soldOut),
  );
  const option = (way ?? product.options.at(-1))?.name;
  return option === undefined ? { step: 'sold-out' } : { step: 'choose', option, instead: true };
}

/** What there is to wait for: the sold-out variant by its SKU, null for any of a product that is sold out, undefined where there is some. */
export function awayOf(product: Product & Pick<ProductView, 'available'>, choice: Choice): string | null | undefined {
  const variant = variantOf(product, choice);
  if (variant) return variant.available ? undefined : variant.sku;
  return product.available ? undefined : null;
}

/** The picture of a choice: that of the first variant which fits it. */
export function pictureOf({ variants }: Product, choice: Choice): number | null {
  const fits = variants.find(({ options }) => Object.entries(choice).every(([name, value]) => options[name] === value));
  return fits?.image_index ?? null;
}

export type Stock = { words: 'sold-out' } | { words: 'in-stock' } | { words: 'only-left'; left: number };

/** `stock_left` is told while few are left. */
export function stockOf({ available, stock_left }: Pick<Variant, 'available' | 'stock_left'>): Stock {
  if (!available) return { words: 'sold-out' };
  return stock_left !== null ? { words: 'only-left', left: stock_left } : { words: 'in-stock' };
}
