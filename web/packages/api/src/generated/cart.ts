import type { Image, Money } from './shared';
import type { AddressFields } from './user';

export type { Image, Money };
export interface CartLine {
  sku: string;
  quantity: number;
  title: string;
  handle: string;
  options: Record<string, string>;
  image: Image | null;
  unit_price: Money;
  compare_at: Money | null;
  line_total: Money;
  stock_left: number | null;
  problem: null | 'sold_out' | 'only_some_left' | 'gone';
}
export interface Totals {
  subtotal: Money;
  savings: Money;
  delivery: Money | null;
  total: Money;
  free_delivery_gap: Money | null;
}
export interface CartView {
  id: string;
  lines: CartLine[];
  item_count: number;
  totals: Totals;
  version: number;
}
export interface Contact {
  name: string;
  email: string;
  phone: string;
}
export interface CheckoutChange {
  contact: Contact;
  address: AddressFields;
  delivery: 'standard' | 'express';
}
export interface DeliveryOption {
  code: 'standard' | 'express';
  name: string;
  charge: Money;
  earliest: string;
  latest: string;
}
export interface Checkout {
  id: string;
  cart: CartView;
  contact: Contact;
  address: AddressFields;
  delivery_options: DeliveryOption[];
  delivery: 'standard' | 'express';
  cash_on_delivery: boolean;
  totals: Totals;
}
