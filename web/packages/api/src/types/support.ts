/** The support service's types, and the names that pages know them by. */
export type * from '../generated/support';
export type { OpenTicket as NewTicket, PageTicketSummary as TicketList, State as TicketState } from '../generated/support';
