import type { Image, Listing, Money } from './shared';

export type { Image, Listing, Money };
export interface Category {
  id: string;
  slug: string;
  name: string;
  image: Image | null;
  product_count: number;
  children: Category[];
}
export interface Categories {
  items: Category[];
}
export interface ProductCard {
  id: string;
  handle: string;
  title: string;
  vendor: string;
  category: { slug: string; name: string };
  price: Money;
  compare_at: Money | null;
  price_varies: boolean;
  image: Image | null;
  colors: { name: string; value: string }[];
  rating: { average: number; count: number } | null;
  available: boolean;
  on_sale: boolean;
  default_sku: string | null;
}
export type ProductList = Listing<ProductCard>;
export interface FacetValue {
  value: string;
  label: string;
  count: number;
  selected: boolean;
  color?: string | null;
}
export interface Facet {
  key: string;
  label: string;
  values: FacetValue[];
}
export interface Facets {
  total: number;
  did_you_mean: string | null;
  facets: Facet[];
}
export interface Variant {
  id: string;
  sku: string;
  options: Record<string, string>;
  price: Money;
  compare_at: Money | null;
  available: boolean;
  stock_left: number | null;
  image_index: number | null;
  weight_grams: number;
}
export interface ProductView extends ProductCard {
  description_html: string;
  options: { name: string; values: { value: string; color: string | null }[] }[];
  variants: Variant[];
  images: Image[];
  attributes: { name: string; value: string }[];
  breadcrumbs: { slug: string; name: string }[];
  seo: { title: string; description: string };
  tags: string[];
  updated_at: string;
}
export interface Suggestions {
  products: { handle: string; title: string; image: Image | null; price: Money }[];
  categories: { slug: string; name: string }[];
}
export interface Sitemap {
  items: { handle: string; updated_at: string }[];
  next_cursor: string | null;
}
