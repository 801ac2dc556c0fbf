import type { Code } from '@souk/api/errors';

/** No product has such an address; some are none that the product service could have. */
export const NO_PRODUCT: ReadonlySet<Code> = new Set(['unknown-product', 'no-such-route', 'invalid-request', 'text-unstorable', 'request-refused']);
