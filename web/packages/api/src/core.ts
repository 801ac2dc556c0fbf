import { createApi, type BaseQueryFn } from '@reduxjs/toolkit/query/react';
import { send, type Call } from './client';
import { CallFailed, unreachable, type ApiError } from './errors';

const throughClient: BaseQueryFn<Call, unknown, ApiError> = async (call, { signal }) => {
  try {
    const isRead = (call.method ?? 'GET') === 'GET';
    return { data: await send({ ...call, signal: isRead ? signal : undefined }) };
  } catch (error) {
    // A cancelled question was dropped by the cache before this, so its end is seen by nobody.
    return { error: error instanceof CallFailed ? error.problem : unreachable() };
  }
};

/** RTK Query over the one client: what servers said, shared by all micro frontends. */
export const api = createApi({
  reducerPath: 'api',
  baseQuery: throughClient,
  tagTypes: ['Me', 'Addresses', 'Cart', 'Checkout', 'Orders', 'Shipments', 'Sessions', 'SecondFactor', 'LinkedLogins', 'Export', 'Tickets', 'Wishlist', 'Notices'],
  keepUnusedDataFor: 120,
  refetchOnReconnect: true,
  endpoints: () => ({}),
});
