import { OptionGroup } from '@souk/ui';
import { t } from '../messages';
import css from './Options.module.css';
import type { ShownProduct } from './shown';
import { nextStep, stockOf, valuesOf, variantOf, type Choice } from './variants';

interface OptionsProps {
  product: ShownProduct;
  choice: Choice;
  onChoose: (name: string, value: string) => void;
  /** The option that the shopper was just asked for, and the words beside it. */
  asked: { option: string; words: string } | null;
}

/** Every option as pills or swatches, and in words what can be had of the choice. */
export function Options({ product, choice, onChoose, asked }: OptionsProps) {
  return (
    <div className={css['options']}>
      {product.options.map(({ name }) => (
        <OptionGroup
          key={name}
          id={optionId(product, name)}
          label={name}
          values={valuesOf(product, name, choice)}
          chosen={choice[name] ?? null}
          message={asked?.option === name ? asked.words : undefined}
          onChoose={(value) => onChoose(name, value)}
        />
      ))}
      <StockWords product={product} choice={choice} />
    </div>
  );
}

/** Where a link of the page leads to this option; option names may hold what an address cannot. */
export function optionId({ options }: Pick<ShownProduct, 'options'>, name: string): string {
  return `option-${options.findIndex((option) => option.name === name) + 1}`;
}

function StockWords({ product, choice }: { product: ShownProduct; choice: Choice }) {
  const next = nextStep(product, choice);
  const instead = next.step === 'choose' && next.instead;
  const stock = stockOf(instead ? { available: false, stock_left: 0 } : (variantOf(product, choice) ?? { ...product, stock_left: null }));
  return (
    <p className={css[stock.words]} aria-live="polite">
      {stock.words === 'only-left' ? t('only-left', { count: stock.left }) : t(stock.words)}
      {instead && <span className={css['missing']}> {t('combination-missing')}</span>}
    </p>
  );
}
