export function numbersOf(locale: string, currency: string): Record<'intl/number' | 'intl/money' | 'intl/forms', Record<string, string>>;
