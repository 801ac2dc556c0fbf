/** The reviews service's types, and the names that pages know them by. */
export type * from '../generated/reviews';
export type { ReviewView as Review, MyStanding as Mine } from '../generated/reviews';
