import type { ProductView } from '@souk/api/types/product';

/** What no choice changes: the server renders it, and it is not sent as data. */
export type AboutProduct = Pick<ProductView, 'description_html' | 'attributes'>;

/** What the page works with in the browser. */
export type ShownProduct = Omit<ProductView, keyof AboutProduct | 'related' | 'cards'>;
