import { api, endpoint, send } from '@souk/api';
import { withToken, type OrderRef } from './order-link';
import type { Serviceability, Shipments } from './types/logistics';

export const logisticsApi = api.injectEndpoints({
  endpoints: (build) => ({
    serviceability: build.query<Serviceability, { postalCode: string; country?: string }>({
      query: ({ postalCode, country = 'IN' }) => ({
        url: endpoint('logistics', `/serviceability/${encodeURIComponent(postalCode)}`),
        params: { country },
      }),
    }),
    shipments: build.query<Shipments, OrderRef>({
      query: ({ id, token }) => ({
        url: endpoint('logistics', `/orders/${encodeURIComponent(id)}/shipments`),
        headers: withToken({ token }),
      }),
      providesTags: ['Shipments'],
    }),
  }),
});

export const { useServiceabilityQuery, useLazyServiceabilityQuery, useShipmentsQuery } = logisticsApi;

/** The same question from a page that has no store. */
export function serviceability(postalCode: string, country = 'IN'): Promise<Serviceability> {
  return send({
    url: endpoint('logistics', `/serviceability/${encodeURIComponent(postalCode)}`),
    params: { country },
    timeoutS: 5,
  });
}
