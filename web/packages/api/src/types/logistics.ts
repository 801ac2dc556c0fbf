/** The logistics service's types, and the names that pages know them by. */
export type * from '../generated/logistics';
export type { ShipmentView as Shipment } from '../generated/logistics';
