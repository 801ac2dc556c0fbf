/**
 * How a language writes numbers and the shop's money, with the digits of forms, and which of its forms goes with a count: told
 * to pages beside their texts, since the first `Intl.NumberFormat` of a page takes 30 ms of a laptop and four times as much of
 * a phone, and the first `Intl.PluralRules` half of that.
 */
export function numbersOf(locale, currency) {
  const language = `${locale}-u-nu-latn`;
  const digits = new Intl.NumberFormat(language, { style: 'currency', currency }).resolvedOptions().maximumFractionDigits;
  return {
    'intl/number': shapeOf((options) => new Intl.NumberFormat(language, options)),
    'intl/forms': formsOf(new Intl.PluralRules(language)),
    'intl/money': { digits: String(digits), ...shapeOf((options) => new Intl.NumberFormat(language, { style: 'currency', currency, ...options })) },
  };
}

/** Rules look at what is left of a count by ten, a hundred, a thousand and a hundred thousand (Unicode's tables of plural rules). */
const COUNTS = [...Array(300).keys(), ...[...Array(100).keys()].flatMap((thousand) => [0, 1, 2, 3, 4, 5, 6, 10, 11, 12, 20, 21, 100].map((rest) => thousand * 1_000 + rest))];

/** A letter for each count below 200; from then on a count has the form of its last two digits after a hundred. */
function formsOf(rules) {
  const forms = rules.resolvedOptions().pluralCategories;
  const letter = (count) => String(forms.indexOf(rules.select(count)));
  const at = Array.from({ length: 200 }, (_, count) => letter(count)).join('');
  const holds = COUNTS.every((count) => letter(count) === at[count < 200 ? count : 100 + (count % 100)]);
  return holds ? { forms: forms.join(' '), at } : {};
}

const INSIDE = new Set(['integer', 'group', 'decimal', 'fraction']);

function shapeOf(format) {
  const whole = format({ maximumFractionDigits: 0, minimumFractionDigits: 0 });
  const parts = whole.formatToParts(123_456_789_012);
  const groups = parts.filter(({ type }) => type === 'integer').map(({ value }) => value.length);
  const broken = format({ maximumFractionDigits: 1, minimumFractionDigits: 1 }).formatToParts(0.5);
  return {
    group: valueOf(parts, 'group'),
    decimal: valueOf(broken, 'decimal'),
    /** How many digits stand in the last group, and in each before it. */
    last: String(groups.at(-1)),
    each: String(groups.at(-2) ?? groups.at(-1)),
    /** A number is grouped from so many digits on. */
    from: String([4, 5, 6, 7].find((length) => whole.formatToParts(10 ** (length - 1)).some(({ type }) => type === 'group')) ?? 99),
    positive: around(whole.formatToParts(1)),
    negative: around(whole.formatToParts(-1)),
  };
}

function valueOf(parts, type) {
  return parts.find((part) => part.type === type)?.value ?? '';
}

/** What stands before and after the number, which is `#`. */
function around(parts) {
  return parts.map(({ type, value }) => (INSIDE.has(type) ? '#' : value)).join('');
}
