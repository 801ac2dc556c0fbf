import type { Act } from './acts';
import type { Query } from './paths';

/** One call to a service. `url` comes from `endpoint(service, path)`. */
export interface Call {
  url: string;
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | undefined;
  params?: Query | undefined;
  body?: unknown;
  /** Sent as it is, under its own type, instead of `body`. */
  file?: Blob | undefined;
  headers?: Readonly<Record<string, string>> | undefined;
  /** Sends an Idempotency-Key; see acts.ts for the difference. */
  act?: Act | undefined;
  /** A write of somebody who may be new here: a guest is made first when there is none. */
  shopper?: boolean | undefined;
  timeoutS?: number | undefined;
  /** The caller gives up by it: the call ends at once, and as CallCancelled. */
  signal?: AbortSignal | undefined;
}
