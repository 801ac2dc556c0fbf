import { langOfShop } from '@souk/api/language';
import { Remote } from '@souk/federation';
import { Button, ButtonLink, Quantity } from '@souk/ui';
import { useState, type MouseEvent } from 'react';
import { t } from '../messages';
import css from './BuyBar.module.css';
import { optionId } from './Options';
import type { ShownProduct } from './shown';
import { awayOf, nextStep, variantOf, type Choice } from './variants';

interface BuyBarProps {
  product: ShownProduct;
  choice: Choice;
  /** The shopper wants to go on and has to choose first. */
  onAsk: (asked: { option: string; words: string }) => void;
}

/** As many as the bag takes of one article. */
const MOST = 99;

/** The page's one action: the cart's own button, or, while something is open, a link that leads to the choice. */
export function BuyBar({ product, choice, onAsk }: BuyBarProps) {
  const next = nextStep(product, choice);
  const [quantity, setQuantity] = useState(1);
  const variant = variantOf(product, choice);
  const most = Math.max(1, Math.min(variant?.stock_left ?? MOST, MOST));
  const choosing = next.step === 'choose';
  const away = awayOf(product, choice);
  return (
    <div className={css['buy']}>
      {choosing && <ChooseFirst product={product} option={next.option} instead={next.instead} onAsk={onAsk} />}
      {/* Loaded while the shopper chooses, so that it is there at once. */}
      <div hidden={choosing} className={css['add']}>
        {next.step !== 'sold-out' && (
          <Quantity value={quantity} what={product.title} max={most} onChange={setQuantity} />
        )}
        <Remote
          id="cart/AddToCart"
          eager
          props={{
            sku: variant?.sku ?? null,
            title: product.title,
            quantity: Math.min(quantity, most),
            available: next.step !== 'sold-out',
          }}
          placeholder={
            <Button look="primary" size="large" wide {...(product.available ? { 'data-early': '' } : { disabled: true })}>
              {t(product.available ? 'add-to-bag' : 'sold-out')}
            </Button>
          }
        />
      </div>
      {away !== undefined && (
        <div className={css['notice']}>
          <Remote
            key={away}
            id="account/BackInStock"
            props={{ productId: product.id, sku: away, handle: product.handle, title: product.title }}
            fallback={() => null}
          />
        </div>
      )}
      <noscript>
        <p className={css['note']}>{t('buy-needs-script')}</p>
      </noscript>
    </div>
  );
}

function ChooseFirst({ product, option, instead, onAsk }: Pick<BuyBarProps, 'product' | 'onAsk'> & { option: string; instead: boolean }) {
  // What the catalogue calls it is in the shop's language; the link leads there in any case.
  const name = langOfShop() ? t('an-option') : option.toLowerCase();
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
