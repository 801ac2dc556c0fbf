import { paths, toMessage, useIdentity } from '@souk/api';
import { useCart } from '@souk/api/cart';
import { ButtonLink, EmptyState, ErrorNote, PageSkeleton } from '@souk/ui';
import type { Exposed } from '../exposes';
import { t } from '../messages/en-IN';
import { Summary } from '../bag/Summary';
import { BoughtLines } from './BoughtLines';
import css from './CheckoutPage.module.css';
import { HowStep } from './HowStep';
import { PayPart } from './PayPart';
import { Placed } from './Placed';
import { Step } from './Step';
import { useCheckoutSteps, type CheckoutSteps } from './steps';
import { WhereStep } from './WhereStep';

export function CheckoutPage(_props: Exposed['CheckoutPage']) {
  const checkout = useCheckoutSteps();
  const { paying } = checkout.payment;
  if (paying.step === 'placed') return <Placed order={paying.order} />;
  return (
    <>
      <title>{`${t('checkout-title')} · Souk`}</title>
      <h1>{t('checkout-title')}</h1>
      <Body checkout={checkout} />
    </>
  );
}

function Body({ checkout }: { checkout: CheckoutSteps }) {
  const { data: cart, error, isFetching, refetch } = useCart();
  const nobody = useIdentity() === 'nobody';
  if (!cart && error) return <ErrorNote {...toMessage(error)} onRetry={() => void refetch()} />;
  if (!cart && isFetching) return <PageSkeleton label={t('checkout-loading')} />;
  // While the order is being placed its lines leave the bag; the page stays until it knows more.
  if ((nobody || !cart?.lines.length) && checkout.payment.paying.step === 'choosing') return <NothingToBuy />;
  const { session } = checkout;
  return (
    <div className={css['layout']}>
      <Steps checkout={checkout} />
      {cart && (
        <Summary
          totals={session?.totals ?? cart.totals}
          estimated={session === null}
          itemCount={session?.cart.item_count ?? cart.item_count}
          above={<BoughtLines lines={(session?.cart ?? cart).lines} />}
        />
      )}
    </div>
  );
}

function NothingToBuy() {
  return (
    <EmptyState drawing="bag" title={t('bag-empty')} text={t('bag-empty-text')}>
      <ButtonLink look="primary" href={paths.products()}>
        {t('see-products')}
      </ButtonLink>
    </EmptyState>
  );
}

function Steps({ checkout }: { checkout: CheckoutSteps }) {
  const { at, session, where, saving, failed } = checkout;
  const note = failed ? <ErrorNote {...toMessage(failed)} /> : null;
  const chosen = session?.delivery_options.find(({ code }) => code === checkout.delivery);
  return (
    <ol className={css['steps']}>
      <Step
        number={1}
        title={t('step-where')}
        state={at === 'where' ? 'open' : 'done'}
        said={`${where.name}, ${where.line1}, ${where.city} ${where.postalCode}`}
        onChange={() => checkout.goTo('where')}
      >
        {note}
        <WhereStep
          where={where}
          onChange={checkout.setWhere}
          saved={checkout.saved}
          signedIn={checkout.signedIn}
          busy={saving}
          onDone={() => void checkout.save('how')}
        />
      </Step>
      <Step
        number={2}
        title={t('step-how')}
        state={at === 'how' ? 'open' : at === 'pay' ? 'done' : 'later'}
        said={chosen?.name ?? ''}
        onChange={() => checkout.goTo('how')}
      >
        {note}
        <HowStep
          options={session?.delivery_options ?? []}
          chosen={checkout.delivery}
          onChoose={checkout.setDelivery}
          busy={saving}
          onDone={() => void checkout.save('pay')}
        />
      </Step>
      <Step number={3} title={t('step-pay')} state={at === 'pay' ? 'open' : 'later'} said="">
        {session && <PayPart session={session} payment={checkout.payment} onTotalChanged={() => void checkout.save('pay')} />}
      </Step>
    </ol>
  );
}
