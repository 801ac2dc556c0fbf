import { endpoint, identityMayHaveChanged } from '@souk/api';

export const user = (path: string) => endpoint('user', path);

/** What somebody else would see otherwise. */
export const OF_A_PERSON = ['Me', 'Addresses', 'Orders', 'Cart', 'Checkout', 'Sessions', 'SecondFactor', 'LinkedLogins', 'Export', 'Wishlist', 'Notices'] as const;

export async function lookAgain(fulfilled: Promise<unknown>): Promise<void> {
  await fulfilled.catch(() => undefined); // the mutation's own result carries the failure
  identityMayHaveChanged();
}
