import { ORDER_LINK_HEADER } from './generated/names';

/** A guest opens an order with the token of its link; an owner needs none. */
export interface OrderRef {
  id: string;
  token?: string | undefined;
}

export function withToken({ token }: Pick<OrderRef, 'token'>): Record<string, string> {
  return token ? { [ORDER_LINK_HEADER]: token } : {};
}
