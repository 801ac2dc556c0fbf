/** The activity service's types, and the names that pages know them by. */
export type * from '../generated/activity';
