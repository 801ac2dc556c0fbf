import { identity, paths, toMessage, useIdentity } from '@souk/api';
import { useCart } from '@souk/api/cart';
import { pageTitle } from '@souk/api/page-title';
import type { Checkout } from '@souk/api/types/cart';
import type { PageProps } from '@souk/federation';
import { ButtonLink, EmptyState, ErrorNote, PageSkeleton } from '@souk/ui';
import { useEffect } from 'react';
import { t as bag } from '../messages';
import { Coupons } from '../bag/Coupons';
import { Summary } from '../bag/Summary';
import { BoughtLines } from './BoughtLines';
import css from './CheckoutPage.module.css';
import { forgetDraft } from './draft';
import { wrongBy } from './fields';
import { deliveryDays, deliveryWords, HowStep } from './HowStep';
import { t } from './messages';
import { PayPart } from './PayPart';
import type { OrderLink } from './paying';
import { Refusal } from './Refusal';
import { Step } from './Step';
import { useCheckoutSteps, type CheckoutSteps as Steps } from './steps';
import { WhereStep } from './WhereStep';

export function CheckoutSteps({ shell }: PageProps) {
  const checkout = useCheckoutSteps(shell);
  const { paying } = checkout.payment;
  useEffect(() => {
    if (paying.step !== 'placed') return;
    forgetDraft();
    shell.navigate(placedAddress(paying.order), { replace: true });
  }, [paying, shell]);
  return (
    <>
      <title>{pageTitle(t(`step-${checkout.at}`), t('checkout-title'))}</title>
      <h1>{t('checkout-title')}</h1>
      <Body checkout={checkout} />
    </>
  );
}

/** Only a guest's address opens the order by itself; a customer has signed in for it. */
function placedAddress({ id, token }: OrderLink): string {
  return paths.placedOrder(identity() === 'signed-in' ? { id } : { id, token });
}

function Body({ checkout }: { checkout: Steps }) {
  const { data: cart, error, isFetching, refetch } = useCart();
  const isNobody = useIdentity() === 'nobody';
  const { session, isKnown, failure, payment } = checkout;
  const { step } = payment.paying;
  if (!cart && error) return <ErrorNote {...toMessage(error)} onRetry={() => void refetch()} />;
  if (failure) return <ErrorNote {...toMessage(failure.error)} onRetry={failure.retry} />;
  if ((!cart && isFetching) || step === 'placed') return <PageSkeleton label={t('checkout-loading')} />;
  // While the order is being placed its lines leave the bag; the page stays until it knows more.
  if ((isNobody || !cart?.lines.length) && step === 'choosing') return <NothingToBuy />;
  return (
    <div className={css['layout']}>
      {isKnown ? <OpenSteps checkout={checkout} /> : <PageSkeleton label={t('checkout-loading')} />}
      {cart && (
        <Summary
          totals={session?.totals ?? cart.totals}
          estimated={session === null}
          itemCount={session?.cart.item_count ?? cart.item_count}
          above={<BoughtLines lines={(session?.cart ?? cart).lines} />}
        >
          {step === 'choosing' && <Coupons coupons={(session?.cart ?? cart).coupons} />}
        </Summary>
      )}
    </div>
  );
}

function NothingToBuy() {
  return (
    <EmptyState drawing="bag" title={bag('bag-empty')} text={t('bag-empty-checkout')}>
      <ButtonLink look="primary" href={paths.products()}>
        {bag('see-products')}
      </ButtonLink>
      <ButtonLink href={paths.orders()}>{t('your-orders')}</ButtonLink>
    </EmptyState>
  );
}

function OpenSteps({ checkout }: { checkout: Steps }) {
  const { at, session } = checkout;
  const after = { where: 0, how: 1, pay: 2 }[at];
  return (
    <ol className={css['steps']}>
      <Step number={1} step="where" state={after === 0 ? 'open' : 'done'} said={session ? whereWords(session) : []}>
        <Where checkout={checkout} />
      </Step>
      <Step number={2} step="how" state={after === 1 ? 'open' : after > 1 ? 'done' : 'later'} said={session ? howWords(session) : []}>
        <How checkout={checkout} />
      </Step>
      <Step number={3} step="pay" state={after === 2 ? 'open' : 'later'} said={[]}>
        {session ? <PayPart session={session} payment={checkout.payment} /> : <PageSkeleton label={t('checkout-loading')} />}
      </Step>
    </ol>
  );
}

function Where({ checkout }: { checkout: Steps }) {
  const { draft, change, failed, known, book, saving } = checkout;
  const isOfFields = failed !== null && Object.keys(wrongBy(failed, String)).length > 0;
  return (
    <>
      {failed && !isOfFields && <Refusal of={failed} {...toMessage(failed)} />}
      <WhereStep
        where={draft.where}
        onChange={checkout.changeWhere}
        known={known}
        book={book}
        saveAddress={draft.saveAddress}
        onSaveAddress={(saveAddress) => change({ saveAddress })}
        busy={saving}
        problem={failed}
        onDone={() => void checkout.saveWhere()}
      />
    </>
  );
}

function How({ checkout }: { checkout: Steps }) {
  const { session, delivery, change, saving, failed } = checkout;
  return (
    <>
      {failed && <Refusal of={failed} {...toMessage(failed)} />}
      <HowStep
        options={session?.delivery_options ?? []}
        chosen={delivery}
        onChoose={(code) => change({ delivery: code })}
        busy={saving}
        onDone={() => void checkout.saveHow()}
      />
    </>
  );
}

/** Where it goes as the shop keeps it, whatever has been typed in the meantime. */
function whereWords({ contact, address }: Checkout): string[] {
  const { name, line1, line2, city, state, postal_code } = address;
  return [name, [line1, line2].filter(Boolean).join(', '), `${city} ${postal_code}, ${state}`, `${contact.phone} · ${contact.email}`];
}

function howWords({ delivery, delivery_options }: Checkout): string[] {
  const chosen = delivery_options.find(({ code }) => code === delivery);
  return chosen ? [deliveryWords(chosen), deliveryDays(chosen)] : [];
}
