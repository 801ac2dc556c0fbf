import { api, endpoint } from '@souk/api';
import { withToken, type OrderRef } from './order-link';
import type {
  AskLookup,
  CardFields,
  CardToken,
  LookupSent,
  OrderList,
  OrderView,
  PlaceOrder,
  TypedCode,
} from './types/order';

const order = (path = '') => endpoint('order', `/orders${path}`);

const orderApi = api.injectEndpoints({
  endpoints: (build) => ({
    tokenizeCard: build.mutation<CardToken, CardFields>({
      query: (body) => ({ url: endpoint('order', '/simulated-cards'), method: 'POST', body }),
    }),
    placeOrder: build.mutation<OrderView, PlaceOrder>({
      // 45 s: the payment provider alone may take 30.
      query: (body) => ({ url: order(), method: 'POST', body, act: 'once', timeoutS: 45 }),
      invalidatesTags: (view) => (view ? ['Cart', 'Checkout', 'Orders'] : ['Checkout']),
    }),
    answerChallenge: build.mutation<OrderView, OrderRef & { answer: 'approve' | 'reject' }>({
      query: ({ answer, ...ref }) => ({
        url: order(`/${encodeURIComponent(ref.id)}/challenge`),
        method: 'POST',
        body: { answer },
        headers: withToken(ref),
        timeoutS: 45,
      }),
      invalidatesTags: ['Cart', 'Checkout', 'Orders'],
    }),
    askLookup: build.mutation<LookupSent, AskLookup>({
      query: (body) => ({ url: endpoint('order', '/lookups'), method: 'POST', body }),
    }),
    openLookup: build.mutation<OrderView, TypedCode>({
      query: (body) => ({ url: endpoint('order', '/lookups/code'), method: 'POST', body }),
    }),
    cancelOrder: build.mutation<OrderView, OrderRef>({
      query: (ref) => ({
        url: order(`/${encodeURIComponent(ref.id)}/cancellation`),
        method: 'POST',
        headers: withToken(ref),
        timeoutS: 45,
      }),
      invalidatesTags: ['Orders'],
    }),
    orders: build.query<OrderList, { cursor?: string | undefined }>({
      query: (params) => ({ url: order(), params }),
      providesTags: ['Orders'],
    }),
    order: build.query<OrderView, OrderRef>({
      query: (ref) => ({ url: order(`/${encodeURIComponent(ref.id)}`), headers: withToken(ref) }),
      providesTags: (_view, _error, { id }) => [{ type: 'Orders', id }],
    }),
  }),
});

export const {
  useTokenizeCardMutation,
  usePlaceOrderMutation,
  useAnswerChallengeMutation,
  useCancelOrderMutation,
  useAskLookupMutation,
  useOpenLookupMutation,
  useOrdersQuery,
  useOrderQuery,
} = orderApi;
