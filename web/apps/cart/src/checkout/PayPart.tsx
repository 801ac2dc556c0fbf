import type { ApiError } from '@souk/api';
import type { Checkout } from '@souk/api/types/cart';
import { ButtonLink, formatMoney, type MoneyLike } from '@souk/ui';
import { t } from '../messages/en-IN';
import { ChallengePart } from './Challenge';
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
      {paying.step === 'choosing' && paying.problem && <Refused problem={paying.problem} total={total} />}
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

function Refused({ problem, total }: { problem: ApiError; total: string }) {
  const { code, cause, fix, facts } = problem;
  const remedy = remedyOf(problem);
  return (
    <Refusal of={problem} cause={cause} fix={code === 'total-changed' ? t('new-total', { total: isMoney(facts['actual']) ? formatMoney(facts['actual']) : total }) : fix}>
      {remedy && <ButtonLink href={remedy.href}>{t(remedy.words)}</ButtonLink>}
    </Refusal>
  );
}

function isMoney(value: unknown): value is MoneyLike {
  if (typeof value !== 'object' || value === null) return false;
  const { amount, currency } = value as Partial<Record<keyof MoneyLike, unknown>>;
  return typeof amount === 'number' && typeof currency === 'string';
}
