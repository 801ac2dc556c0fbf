import type { ApiError } from '@souk/api';
import type { Checkout } from '@souk/api/types/cart';
import { ButtonLink, formatMoney, type MoneyLike } from '@souk/ui';
import { ChallengePart } from './Challenge';
import { t } from './messages';
import css from './PayPart.module.css';
import type { usePaying } from './paying';
import { PayStep } from './PayStep';
import { Refusal } from './Refusal';
import { remedyOf } from './remedies';

interface PayPartProps {
  session: Checkout;
  payment: ReturnType<typeof usePaying>;
}

/** The third step: the form stays as it was filled in whatever happens, so nothing is typed twice. */
export function PayPart({ session, payment: { paying, pay, answer } }: PayPartProps) {
  const total = formatMoney(session.totals.total);
  return (
    <>
      {paying.step === 'choosing' && paying.problem && <Refused problem={paying.problem} session={session} />}
      {paying.step === 'confirming' && (
        <ChallengePart challenge={paying.challenge} busy={paying.busy} onAnswer={(reply) => void answer(reply)} />
      )}
      <div hidden={paying.step === 'confirming'}>
        <PayStep
          total={total}
          cashOnDelivery={session.cash_on_delivery}
          busy={paying.step !== 'choosing'}
          onPay={(payment) => void pay(session, payment)}
        />
      </div>
      <p role="status" className={css['status']}>
        {(paying.step === 'placing' || paying.step === 'settling') && t('placing')}
      </p>
    </>
  );
}

function Refused({ problem, session }: { problem: ApiError; session: Checkout }) {
  const remedy = remedyOf(problem);
  return (
    <Refusal of={problem} cause={problem.cause} fix={fixOf(problem, session)}>
      {remedy && <ButtonLink href={remedy.href}>{t(remedy.words)}</ButtonLink>}
    </Refusal>
  );
}

/** What to do, where this page knows better than the service: the new total, and which other ways to pay there are. */
function fixOf({ code, fix, facts }: ApiError, { totals, cash_on_delivery }: Checkout): string {
  if (code === 'total-changed') return t('new-total', { total: formatMoney(isMoney(facts['actual']) ? facts['actual'] : totals.total) });
  if (code === 'promotion-used-up') return t('new-total', { total: formatMoney(totals.total) });
  if (code === 'payment-declined' && !cash_on_delivery) return t('another-card');
  return fix;
}

function isMoney(value: unknown): value is MoneyLike {
  if (typeof value !== 'object' || value === null) return false;
  const { amount, currency } = value as Partial<Record<keyof MoneyLike, unknown>>;
  return typeof amount === 'number' && typeof currency === 'string';
}
