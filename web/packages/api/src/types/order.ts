/** The order service's types, and the names that pages know them by. */
export type * from '../generated/order';
export type {
  CardView as CardToken,
  LineView as OrderLine,
  PageOrderSummary as OrderList,
  SimulatedCard as CardFields,
} from '../generated/order';
