import { services, type ServiceName } from './generated/system';
import { inLanguage } from './language';

/** Query values; a list repeats the key. */
export type Query = Readonly<Record<string, string | number | boolean | readonly string[] | null | undefined>>;

export type { ServiceName };

export type AccountPart = 'profile' | 'addresses' | 'addresses/new' | 'security' | 'security/authenticator' | 'privacy' | 'privacy/sent' | 'wishlist' | 'notices';

export type CheckoutStep = 'where' | 'how' | 'pay';

/** The only place where page addresses are spelled. */
const pages = {
  home: () => '/',
  products: (query: Query = {}) => `/products${queryString(query)}`,
  /** `variant` is a SKU, or values of options; the page reads it in the browser. */
  product: ({ handle }: { handle: string }, { variant }: { variant?: string | readonly string[] } = {}) =>
    `/products/${encodeURIComponent(handle)}${queryString({ variant })}`,
  /** All that is said of a product. */
  reviews: ({ handle }: { handle: string }, query: Query = {}) => `/products/${encodeURIComponent(handle)}/reviews${queryString(query)}`,
  /** Where a buyer writes their own. */
  writeReview: ({ handle }: { handle: string }) => `/products/${encodeURIComponent(handle)}#my-review`,
  category: ({ slug }: { slug: string }) => `/products${queryString({ category: slug })}`,
  search: ({ q }: { q: string }) => `/products${queryString({ q })}`,
  cart: () => '/cart',
  checkout: ({ step }: { step?: CheckoutStep } = {}) => (step ? `/checkout/${step}` : '/checkout'),
  placedOrder: ({ id, token }: { id: string; token?: string | null | undefined }) =>
    `/checkout/placed/${encodeURIComponent(id)}${token ? `#token=${encodeURIComponent(token)}` : ''}`,
  orders: () => '/orders',
  /** `sent`: the code is on its way, and is typed there. */
  findOrder: ({ sent = false }: { sent?: boolean } = {}) => `/orders/find${sent ? '/sent' : ''}`,
  order: ({ id }: { id: string }) => `/orders/${encodeURIComponent(id)}`,
  guestOrder: ({ id, token }: { id: string; token: string }) =>
    `/orders/${encodeURIComponent(id)}#token=${encodeURIComponent(token)}`,
  account: ({ part }: { part?: AccountPart } = {}) => (part ? `/account/${part}` : '/account'),
  address: ({ id }: { id: string }) => `/account/addresses/${encodeURIComponent(id)}`,
  /** `sent`: the code is on its way to the new address or number, and is typed there. */
  contact: ({ kind, sent = false }: { kind: 'email' | 'phone'; sent?: boolean }) =>
    `/account/profile/${kind}${sent ? '/sent' : ''}`,
  /** `find`: the words that its articles are searched for. */
  help: ({ find }: { find?: string | undefined } = {}) => `/support${queryString({ find })}`,
  helpArticle: ({ slug }: { slug: string }) => `/support/articles/${encodeURIComponent(slug)}`,
  tickets: () => '/support/tickets',
  ticket: ({ id }: { id: string }) => `/support/tickets/${encodeURIComponent(id)}`,
  /** `token` is that of the order's link, for who ordered without an account. */
  ask: ({ order, token }: { order?: string | undefined; token?: string | undefined } = {}) =>
    `/support/new${queryString({ order })}${token ? `#token=${encodeURIComponent(token)}` : ''}`,
  asked: ({ number }: { number: string }) => `/support/new/sent${queryString({ number })}`,
  login: ({ back }: { back?: string | undefined } = {}) => `/login${queryString({ back })}`,
  /** A page of the shop's own words, such as "returns". */
  content: ({ slug }: { slug: string }) => `/content/${encodeURIComponent(slug)}`,
  questions: ({ about }: { about?: string | undefined } = {}) => `/content/faq${queryString({ about })}`,
  /** `sent`: the code is on its way, and is typed there. */
  loginByCode: ({ back, sent = false }: { back?: string | undefined; sent?: boolean } = {}) =>
    `/login/code${sent ? '/sent' : ''}${queryString({ back })}`,
  newPassword: ({ back, sent = false }: { back?: string | undefined; sent?: boolean } = {}) =>
    `/login/reset${sent ? '/sent' : ''}${queryString({ back })}`,
  /** The second half of a login; `recovery`: by a code that was written down. */
  secondFactor: ({ back, recovery = false }: { back?: string | undefined; recovery?: boolean } = {}) =>
    `/login/second-factor${recovery ? '/recovery' : ''}${queryString({ back })}`,
  signUp: ({ back, sent = false }: { back?: string | undefined; sent?: boolean } = {}) =>
    `/login/new${sent ? '/sent' : ''}${queryString({ back })}`,
};

/** Page addresses, in the language of the page that they stand on. */
export const paths: typeof pages = Object.fromEntries(
  Object.entries(pages).map(([name, address]) => [name, (...facts: never[]) => inLanguage((address as (...facts: never[]) => string)(...facts))]),
) as typeof pages; // the same names with the same arguments

/** `?a=1&b=2` without empty values, keys in the order given; '' when nothing is left. */
export function queryString(query: Query): string {
  const pairs: string[] = [];
  for (const [key, value] of Object.entries(query)) {
    if (value === null || value === undefined || value === '') continue;
    for (const one of typeof value === 'object' ? value : [value]) pairs.push(`${encoded(key)}=${encoded(String(one))}`);
  }
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

/** As forms encode it. Most text needs no encoding, and a page spells a hundred addresses. */
function encoded(text: string): string {
  return /^[\w.*-]*$/.test(text) ? text : new URLSearchParams({ '': text }).toString().slice(1);
}

/** A service's address as the browser sees it, through the gateway. */
export function endpoint(service: ServiceName, path: string): string {
  return services[service] + path;
}

/** Where to go after login: the wanted address when it is on this shop, else home. */
export function safeReturn(wanted: string | null, origin: string): string {
  if (!wanted) return paths.home();
  try {
    const url = new URL(wanted, origin);
    // "/.//elsewhere" is on this shop, and its path alone, "//elsewhere", would be another one.
    const path = url.pathname.replace(/^\/+/, '/');
    return url.origin === origin ? path + url.search + url.hash : paths.home();
  } catch {
    return paths.home();
  }
}
