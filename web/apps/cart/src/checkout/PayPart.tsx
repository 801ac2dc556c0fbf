import { paths } from '@souk/api';
import type { Checkout } from '@souk/api/types/cart';
import { Button, ButtonLink, ErrorNote, formatMoney } from '@souk/ui';
import { useEffect } from 'react';
import { t } from '../messages/en-IN';
import css from './PayPart.module.css';
import type { Paying, usePaying } from './paying';
import { PayStep } from './PayStep';

interface PayPartProps {
  session: Checkout;
  payment: ReturnType<typeof usePaying>;
  /** The prices moved: the checkout has to be read again. */
  onTotalChanged: () => void;
}

/** The third step: the form stays as it was filled in whatever happens, so nothing is typed twice. */
export function PayPart({ session, payment: { paying, pay, answer }, onTotalChanged }: PayPartProps) {
  const total = formatMoney(session.totals.total);
  const changed = paying.step === 'choosing' && paying.problem?.code === 'total-changed' ? paying.problem : null;
  useEffect(() => {
    if (changed) onTotalChanged();
    // Once per refusal, not per render of the page around it.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [changed]);

  return (
    <>
      <Problem paying={paying} total={total} />
      {paying.step === 'confirming' && (
        <section className={css['challenge']} aria-labelledby="challenge">
          <h3 id="challenge">{t('challenge-title')}</h3>
          <p>{paying.prompt}</p>
          <div className={css['answers']}>
            <Button look="primary" busy={paying.busy} onClick={() => void answer(paying.order, 'approve')}>
              {t('approve')}
            </Button>
            <Button busy={paying.busy} onClick={() => void answer(paying.order, 'reject')}>
              {t('reject')}
            </Button>
          </div>
        </section>
      )}
      <div hidden={paying.step === 'confirming'}>
        <PayStep
          total={total}
          cashOnDelivery={session.cash_on_delivery}
          busy={paying.step !== 'choosing'}
          onPay={(payment) => void pay(payment)}
        />
      </div>
      <p role="status" className={css['status']}>
        {(paying.step === 'placing' || paying.step === 'settling') && t('placing')}
      </p>
    </>
  );
}

function Problem({ paying, total }: { paying: Paying; total: string }) {
  if (paying.step !== 'choosing' || paying.problem === null) return null;
  const { code, cause, fix } = paying.problem;
  return (
    <>
      <ErrorNote cause={cause} fix={code === 'total-changed' ? t('new-total', { total }) : fix} />
      {code === 'out-of-stock' && <ButtonLink href={paths.cart()}>{t('to-bag')}</ButtonLink>}
    </>
  );
}
