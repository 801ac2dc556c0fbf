/** The core: one client and one cache for the whole page. Verbs live in @souk/api/<service>. */
export { api } from './core';
export { useIdentity } from './use-identity';
export type { Call } from './call';
export { configureApi, send } from './client';
export { way, type Portal } from './portal';
export { CallCancelled, CallFailed, isApiError, toMessage, type ApiError, type Code } from './errors';
export { identity, identityMayHaveChanged, sessionMark, type Identity } from './identity';
export { takeUnsent } from './unsent';
export { endpoint, paths, queryString, safeReturn, type CheckoutStep, type Query, type ServiceName } from './paths';
