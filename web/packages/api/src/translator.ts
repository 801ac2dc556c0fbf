import { intlLocale, language } from './language';
import type { numbers } from './numbers';

/** A text, or one per plural form: `{ "one": "{count} item", "other": "{count} items" }`. */
export type Message = string | ({ other: string } & Partial<Record<Intl.LDMLPluralRule, string>>);
export type Values = Readonly<Record<string, string | number>>;
type Catalogue = Readonly<Record<string, Message>>;

declare global {
  /** By locale, then by catalogue: a server has them all, a page brings those of its language before its code. */
  var soukTexts: Record<string, Record<string, Catalogue>> | undefined;
  /** The page's, for every piece on it: one copy, as with React. Without it, as in a page of an earlier release, `Intl` writes. */
  var soukNumbers: typeof numbers | undefined;
}

/**
 * `const t = translator<typeof texts>('cart'); t('hello', { name })`: the text in the page's language. An unknown key fails `tsc`,
 * a text that a language lacks fails `souk check`.
 */
export function translator<Texts extends object>(catalogue: string) {
  return (key: keyof Texts & string, values?: Values): string => {
    const message = globalThis.soukTexts?.[language().locale]?.[catalogue]?.[key] ?? key;
    if (typeof message === 'string' && values === undefined) return message;
    const text = typeof message === 'string' ? message : inForm(message, values?.['count']);
    return text.replace(/\{(\w+)\}/g, (hole, name: string) => {
      const value = values?.[name];
      return typeof value === 'number'
        ? (globalThis.soukNumbers?.writtenNumber(value) ?? new Intl.NumberFormat(intlLocale()).format(value))
        : value === undefined
          ? hole
          : isolated(value);
    });
  };
}

/** What runs against the page's direction stands by itself (between U+2068 and U+2069), and turns nothing else around. */
function isolated(value: string): string {
  const runsOn = language().direction === 'rtl' ? /^\d*$/ : /^[^\u0590-\u08ff\u202a-\u202e\ufb1d-\ufdff\ufe70-\ufefc]*$/;
  return runsOn.test(value) ? value : `\u2068${value.replace(/[\u202a-\u202e]/g, '')}\u2069`;
}

function inForm(message: Exclude<Message, string>, count: unknown): string {
  const many = typeof count === 'number' ? count : 0;
  return message[globalThis.soukNumbers?.formOf(many) ?? new Intl.PluralRules(intlLocale()).select(many)] ?? message.other;
}

/** One of each for a language: to make one takes longer than a hundred uses. */
export function kept<Format>(formats: Map<string, Format>, make: (locale: string) => Format): Format {
  const locale = intlLocale();
  const known = formats.get(locale);
  if (known) return known;
  const format = make(locale);
  formats.set(locale, format);
  return format;
}
