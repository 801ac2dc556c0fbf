import { createApi, type BaseQueryFn } from '@reduxjs/toolkit/query/react';
import type { Call } from './call';
import { send } from './client';
import { CallFailed, unreachable, type ApiError } from './errors';

/** The last write that each service has answered. */
const written: Record<string, Call> = {};

const throughClient: BaseQueryFn<Call, unknown, ApiError> = async (call, { signal, type }) => {
  const service = call.url.split('/')[1] ?? '';
  try {
    if (type === 'mutation') return { data: await send(call).finally(() => (written[service] = call)) };
    for (;;) {
      const before = written[service];
      const data = await send({ ...call, signal });
      // What was asked before a write was answered may be older than that answer, and would take its place.
      if (written[service] === before) return { data };
    }
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
