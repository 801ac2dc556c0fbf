import { Remote } from '@souk/federation';
import { Button, ButtonLink } from '@souk/ui';
import type { MouseEvent } from 'react';
import { t } from '../messages';
import css from './BuyBar.module.css';
import { optionId } from './Options';
import type { ShownProduct } from './shown';
import { nextStep, variantOf, type Choice } from './variants';

interface BuyBarProps {
  product: ShownProduct;
  choice: Choice;
  /** The shopper wants to go on and has to choose first. */
  onAsk: (asked: { option: string; words: string }) => void;
}

/** The page's one action: the cart's own button, or, while something is open, a link that leads to the choice. */
export function BuyBar({ product, choice, onAsk }: BuyBarProps) {
  const next = nextStep(product, choice);
  const choosing = next.step === 'choose';
  return (
    <div className={css['buy']}>
      {choosing && <ChooseFirst product={product} option={next.option} instead={next.instead} onAsk={onAsk} />}
      {/* Loaded while the shopper chooses, so that it is there at once. */}
      <div hidden={choosing}>
        <Remote
          id="cart/AddToCart"
          eager
          props={{
            sku: variantOf(product, choice)?.sku ?? null,
            title: product.title,
            available: next.step !== 'sold-out',
          }}
          placeholder={
            <Button look="primary" size="large" wide disabled>
              {t(product.available ? 'add-to-bag' : 'sold-out')}
            </Button>
          }
        />
      </div>
      <noscript>
        <p className={css['note']}>{t('buy-needs-script')}</p>
      </noscript>
    </div>
  );
}

function ChooseFirst({ product, option, instead, onAsk }: Pick<BuyBarProps, 'product' | 'onAsk'> & { option: string; instead: boolean }) {
  const name = option.toLowerCase();
  const id = optionId(product, option);
  const lead = (event: MouseEvent) => {
    event.preventDefault();
    onAsk({ option, words: t(instead ? 'ask-instead' : 'ask-open', { name }) });
    const group = document.getElementById(id);
    group?.scrollIntoView({ block: 'center' });
    group?.querySelector<HTMLInputElement>('input:checked, input')?.focus({ preventScroll: true });
  };
  return (
    <ButtonLink look="primary" size="large" wide href={`#${id}`} onClick={lead}>
      {t(instead ? 'choose-instead' : 'choose-option', { name })}
    </ButtonLink>
  );
}
