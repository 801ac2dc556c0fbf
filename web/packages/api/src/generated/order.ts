import type { Image, Listing, Money } from './shared';
import type { Contact } from './cart';
import type { AddressFields } from './user';

export type { Image, Money };
export interface CardFields {
  number: string;
  expiry_month: number;
  expiry_year: number;
  cvc: string;
  name: string;
}
export interface CardToken {
  token: string;
  last4: string;
  brand: string;
}
export interface PlaceOrder {
  checkout_id: string;
  expected_total: Money;
  payment: { method: 'card'; token: string } | { method: 'cash_on_delivery' };
}
export type OrderState = 'pending' | 'confirmed' | 'shipped' | 'delivered' | 'cancelled';
export type PaymentState =
  | 'pending'
  | 'authorised'
  | 'captured'
  | 'voided'
  | 'refunded'
  | 'declined'
  | 'due'
  | 'collected';
export interface OrderLine {
  sku: string;
  title: string;
  handle: string;
  options: Record<string, string>;
  image: Image | null;
  unit_price: Money;
  quantity: number;
  line_total: Money;
}
export interface OrderView {
  id: string;
  number: string;
  state: OrderState;
  payment: {
    method: 'card' | 'cash_on_delivery';
    state: PaymentState;
    last4: string | null;
    challenge: { prompt: string } | null;
  };
  lines: OrderLine[];
  totals: { subtotal: Money; delivery: Money; total: Money };
  contact: Contact;
  address: AddressFields;
  delivery: { code: string; name: string; earliest: string; latest: string };
  placed_at: string;
  timeline: { at: string; state: string; text: string }[];
  link_token: string | null;
}
export interface OrderSummary {
  id: string;
  number: string;
  state: OrderState;
  placed_at: string;
  total: Money;
  item_count: number;
  image: Image | null;
}
export type OrderList = Listing<OrderSummary>;
