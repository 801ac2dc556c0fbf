/** The user service's types, and the names that pages know them by. */
export type * from '../generated/user';
export type { AddressBody as NewAddress, AddressView as Address, LogIn as Login } from '../generated/user';
