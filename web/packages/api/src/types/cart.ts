/** The cart service's types, and the names that pages know them by. */
export type * from '../generated/cart';
export type {
  CheckoutView as Checkout,
  Choose as CheckoutChange,
  ContactView as Contact,
  CouponView as Coupon,
  DeliveryOptionView as DeliveryOption,
  DiscountView as Discount,
  LineView as CartLine,
  TotalsView as Totals,
} from '../generated/cart';
