import { languages } from './generated/system';

export type Language = (typeof languages)[number];

declare global {
  /** On a server, the locale of the page that is being rendered; kept by @souk/shell. In a page of another site, Souk's own (embed.js). */
  var soukSpeaking: (() => string | undefined) | undefined;
}

/** What this page is written in: a browser reads it from its document. */
export function language(): Language {
  const locale = globalThis.soukSpeaking?.() ?? (typeof document === 'undefined' ? undefined : document.documentElement.lang);
  return languages.find((known) => known.locale === locale) ?? languages[0];
}

/** `lang` of what the shop keeps (products, categories, pages, articles), which is in its own language: only where the page is in another one. */
export function langOfShop(): string | undefined {
  return language() === languages[0] ? undefined : languages[0].locale;
}

/** For `Intl`: digits are those that a shopper types into a form, and the same in every browser. */
export function intlLocale(): string {
  return `${language().locale}-u-nu-latn`;
}

/** `/cart` for `/hi/cart`: the page, whatever it is written in. */
export function withoutLanguage(path: string): string {
  const { prefix } = languages.find((known) => known.prefix !== '' && isBelow(path, known.prefix)) ?? languages[0];
  const rest = path.slice(prefix.length);
  return rest.startsWith('/') ? rest : `/${rest}`;
}

/** The address of the same page in this page's language, or in another one; what lies elsewhere stays as it is. */
export function inLanguage(path: string, { prefix }: Pick<Language, 'prefix'> = language()): string {
  if (!/^\/(?![/\\])/.test(path)) return path;
  const plain = withoutLanguage(path);
  return prefix === '' || /^\/[^?#]/.test(plain) ? prefix + plain : prefix + plain.slice(1);
}

function isBelow(path: string, prefix: string): boolean {
  return path.startsWith(prefix) && /^([/?#]|$)/.test(path.slice(prefix.length));
}
