import type { ProductView } from '@souk/api/types/product';
import { firstChoice, variantOf, type Choice } from './variants';

type Product = Pick<ProductView, 'options' | 'variants'>;

const KEY = 'variant';
const MOST_VALUES = 20;

/**
 * What `?variant=` asks for: a SKU, or values of options (`variant=Indigo&variant=M`; several of one option are
 * alternatives, as filters of a listing are). null where it asks for nothing that this product has.
 * Read in the browser: the page itself is one for everybody.
 */
export function choiceIn(search: string, product: Product): Choice | null {
  const { options, variants } = product;
  const asked = new URLSearchParams(search).getAll(KEY).slice(0, MOST_VALUES);
  const named = variants.find(({ sku }) => asked.includes(sku));
  if (named) return named.options;
  const wanted = options
    .map(({ name, values }) => ({ name, values: asked.filter((one) => values.some(({ value }) => value === one)) }))
    .filter(({ values }) => values.length > 0);
  const fitting = variants.filter(({ options: own }) => wanted.every(({ name, values }) => values.includes(own[name] ?? '')));
  const best = fitting.find(({ available }) => available) ?? fitting[0];
  if (wanted.length === 0 || !best) return null;
  const chosen = wanted.map(({ name }) => [name, best.options[name] ?? ''] as const);
  return { ...firstChoice({ options, variants: [best] }), ...Object.fromEntries(chosen) };
}

/** The same page's address with the choice in it: the SKU once all is chosen, before that the values. */
export function withChoice(href: string, product: Product, choice: Choice): string {
  const url = new URL(href);
  const sku = variantOf(product, choice)?.sku;
  url.searchParams.delete(KEY);
  for (const one of sku === undefined ? Object.values(choice) : [sku]) url.searchParams.append(KEY, one);
  return url.href;
}
