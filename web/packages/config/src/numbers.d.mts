export function numbersOf(locale: string, currency: string): Record<'intl/number' | 'intl/money', Record<string, string>>;
