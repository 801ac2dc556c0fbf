export interface Money {
  amount: number;
  currency: string;
}
export interface Image {
  url: string;
  alt: string;
  width: number;
  height: number;
  color: string;
  srcset: { url: string; width: number }[];
}
export interface Listing<T> {
  items: T[];
  next_cursor: string | null;
  previous_cursor?: string | null;
}
