import type { Money } from './shared';

export interface DeliveryOption {
  code: 'standard' | 'express';
  name: string;
  charge: Money;
  earliest: string;
  latest: string;
}
export interface Serviceability {
  postal_code: string;
  country: string;
  place: string;
  state: string;
  zone: string;
  serviceable: boolean;
  cash_on_delivery: boolean;
  options: DeliveryOption[];
}
export type ShipmentState = 'created' | 'picked_up' | 'in_transit' | 'out_for_delivery' | 'delivered';
export interface Shipment {
  id: string;
  tracking_number: string;
  carrier: string;
  state: ShipmentState;
  expected: { earliest: string; latest: string };
  events: { at: string; state: ShipmentState; place: string; text: string }[];
}
export interface Shipments {
  items: Shipment[];
}
