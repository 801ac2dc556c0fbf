import { paths, safeReturn } from '@souk/api';

/** Where the shopper goes after login: never to another site, and not back to this page. */
export function returnAddress(search: string, loginBase: string): { wanted: string | undefined; to: string } {
  const wanted = new URLSearchParams(search).get('back') ?? undefined;
  const to = safeReturn(wanted ?? null, location.origin);
  const { pathname } = new URL(to, location.origin);
  const leadsBackHere = pathname === loginBase || pathname.startsWith(`${loginBase}/`);
  return { wanted, to: leadsBackHere ? paths.home() : to };
}
