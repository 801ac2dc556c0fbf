import { api, endpoint, send } from '@souk/api';
import { TICKET_LINK_HEADER } from './generated/names';
import type {
  ArticleView,
  FoundArticles,
  HelpCenter,
  NewTicket,
  Rate,
  TakenFile,
  TicketList,
  TicketSummary,
  TicketView,
  WriteMessage,
} from './types/support';

/** A guest opens a ticket with the token of its link; a customer needs none. */
export interface TicketRef {
  id: string;
  token?: string | undefined;
}

const support = (path: string) => endpoint('support', path);
const ticket = ({ id }: TicketRef, path = '') => support(`/tickets/${encodeURIComponent(id)}${path}`);
const withToken = ({ token }: TicketRef): Record<string, string> => (token ? { [TICKET_LINK_HEADER]: token } : {});

const supportApi = api.injectEndpoints({
  endpoints: (build) => ({
    helpCenter: build.query<HelpCenter, void>({
      query: () => ({ url: support('/articles') }),
    }),
    helpArticle: build.query<ArticleView, string>({
      query: (slug) => ({ url: support(`/articles/${encodeURIComponent(slug)}`) }),
    }),
    foundArticles: build.query<FoundArticles, string>({
      query: (q) => ({ url: support('/found-articles'), params: { q } }),
    }),
    sayHelpful: build.mutation<null, { slug: string; helpful: boolean }>({
      query: ({ slug, helpful }) => ({
        url: support(`/helpfulness/${encodeURIComponent(slug)}`),
        method: 'PUT',
        body: { helpful },
        shopper: true,
      }),
    }),
    tickets: build.query<TicketList, { cursor?: string | undefined }>({
      query: (params) => ({ url: support('/tickets'), params }),
      providesTags: ['Tickets'],
    }),
    ticket: build.query<TicketView, TicketRef>({
      query: (ref) => ({ url: ticket(ref), headers: withToken(ref) }),
      providesTags: (_view, _error, { id }) => [{ type: 'Tickets', id }],
    }),
    openTicket: build.mutation<TicketSummary, NewTicket>({
      query: (body) => ({ url: support('/tickets'), method: 'POST', body, act: 'once', shopper: true }),
      invalidatesTags: ['Tickets'],
    }),
    writeMessage: build.mutation<TicketSummary, TicketRef & WriteMessage>({
      query: ({ id, token, ...body }) => ({
        url: ticket({ id }, '/messages'),
        method: 'POST',
        body,
        headers: withToken({ id, token }),
        act: 'once',
      }),
      invalidatesTags: ['Tickets'],
    }),
    saySolved: build.mutation<TicketSummary, TicketRef>({
      query: (ref) => ({ url: ticket(ref, '/solved'), method: 'PUT', headers: withToken(ref) }),
      invalidatesTags: ['Tickets'],
    }),
    rateTicket: build.mutation<TicketSummary, TicketRef & Rate>({
      query: ({ id, token, ...body }) => ({
        url: ticket({ id }, '/satisfaction'),
        method: 'PUT',
        body,
        headers: withToken({ id, token }),
      }),
      invalidatesTags: ['Tickets'],
    }),
    sendTicketLink: build.mutation<null, string>({
      query: (id) => ({ url: ticket({ id }, '/links'), method: 'POST' }),
    }),
  }),
});

/** What a file may say that it is; the service looks for itself. */
const TYPES: readonly string[] = ['image/jpeg', 'image/png', 'image/gif', 'image/webp', 'application/pdf'];

/** To be named by a message within a day. */
export function attachFile(file: File): Promise<TakenFile> {
  const type = TYPES.includes(file.type) ? file.type : 'text/plain';
  return send({
    url: support('/attachments'),
    params: { name: file.name },
    method: 'POST',
    file: file.slice(0, file.size, type),
    shopper: true,
    timeoutS: 60,
  });
}

export const {
  useHelpCenterQuery,
  useHelpArticleQuery,
  useFoundArticlesQuery,
  useSayHelpfulMutation,
  useTicketsQuery,
  useTicketQuery,
  useOpenTicketMutation,
  useWriteMessageMutation,
  useSaySolvedMutation,
  useRateTicketMutation,
  useSendTicketLinkMutation,
} = supportApi;
