/** A text, or one per plural form: `{ one: '{count} item', other: '{count} items' }`. */
export type Message = string | ({ other: string } & Partial<Record<Intl.LDMLPluralRule, string>>);
export type Values = Readonly<Record<string, string | number>>;

/** `const t = translator('en-IN', { hello: 'Hello {name}' }); t('hello', { name })`. An unknown key fails `tsc`. */
export function translator<Key extends string>(locale: string, catalogue: Readonly<Record<Key, Message>>) {
  const plural = new Intl.PluralRules(locale);
  const number = new Intl.NumberFormat(locale);

  return (key: Key, values?: Values): string => {
    const message = catalogue[key];
    if (typeof message === 'string' && values === undefined) return message;
    const text = typeof message === 'string' ? message : formOf(message, plural, values?.['count']);
    return text.replace(/\{(\w+)\}/g, (hole, name: string) => {
      const value = values?.[name];
      return typeof value === 'number' ? number.format(value) : (value ?? hole);
    });
  };
}

function formOf(message: Exclude<Message, string>, plural: Intl.PluralRules, count: unknown): string {
  return message[plural.select(typeof count === 'number' ? count : 0)] ?? message.other;
}
