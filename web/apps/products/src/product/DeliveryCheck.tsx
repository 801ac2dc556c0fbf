import type { Serviceability } from '@souk/api/types/logistics';
import { Button, ErrorNote, Field, formatDay, formatMoney, useEarlyText } from '@souk/ui';
import { useEffect, useRef, useState, type RefObject } from 'react';
import { t } from '../messages';
import css from './DeliveryCheck.module.css';

type Check =
  | { step: 'asking-for-code'; wrong: boolean }
  | { step: 'looking-up' }
  | { step: 'promised'; delivery: Serviceability }
  | { step: 'failed'; cause: string; fix: string };

const PINCODE = /^[1-9]\d{5}$/;
const REMEMBERED = 'souk-pincode';

/** Pincode in, date out. The code is remembered in this browser, for the next product. */
export function DeliveryCheck() {
  const field = useRef<HTMLInputElement>(null);
  const [code, setCode] = useState('');
  const [check, setCheck] = useState<Check>({ step: 'asking-for-code', wrong: false });
  useEarlyText(field, (text) => setCode(digitsOf(text)), remembered);

  const lookUp = async (wanted: string) => {
    if (!PINCODE.test(wanted)) return setCheck({ step: 'asking-for-code', wrong: true });
    setCheck({ step: 'looking-up' });
    setCheck(await promiseFor(wanted));
  };
  const early = useEarlyPress(field, lookUp);

  return (
    <section className={css['check']} aria-labelledby="delivery-check">
      <h2 id="delivery-check" className={css['title']}>
        {t('pincode-title')}
      </h2>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void lookUp(code);
        }}
      >
        <Field
          ref={field}
          label={t('pincode')}
          name="pincode"
          inputMode="numeric"
          autoComplete="postal-code"
          maxLength={6}
          value={code}
          onChange={(event) => setCode(digitsOf(event.target.value))}
          error={check.step === 'asking-for-code' && check.wrong ? t('pincode-wrong') : undefined}
          after={
            <Button type="submit" busy={check.step === 'looking-up'} {...early}>
              {t('pincode-check')}
            </Button>
          }
        />
      </form>
      <div aria-live="polite" className={css['answer']}>
        <Answer check={check} />
      </div>
    </section>
  );
}

/** For the button: asked for before the page could listen, which first-paint.js marked, it is done now. */
function useEarlyPress(field: RefObject<HTMLInputElement | null>, press: (text: string) => Promise<void>) {
  const [early, setEarly] = useState(true);
  useEffect(() => {
    const button = field.current?.form?.querySelector('[data-early]');
    setEarly(false);
    if (!field.current || !button?.hasAttribute('aria-busy')) return;
    button.removeAttribute('aria-busy');
    void press(digitsOf(field.current.value));
    // Once, when the page begins to listen.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  return early ? { 'data-early': '', suppressHydrationWarning: true } : {};
}

function digitsOf(text: string): string {
  return text.replace(/\D/g, '');
}

function Answer({ check }: { check: Check }) {
  switch (check.step) {
    case 'asking-for-code':
      return null;
    case 'looking-up':
      return <p>{t('pincode-checking')}</p>;
    case 'failed':
      return <ErrorNote cause={check.cause} fix={check.fix} />;
    case 'promised':
      return <Promised delivery={check.delivery} />;
    default:
      return check satisfies never;
  }
}

function Promised({ delivery: { place, state, serviceable, options, cash_on_delivery } }: { delivery: Serviceability }) {
  if (!serviceable) return <p>{t('pincode-nothing', { place, state })}</p>;
  return (
    <ul className={css['options']}>
      {options.map(({ code, name, latest, charge }) => (
        <li key={code}>
          {t('pincode-promise', {
            place,
            state,
            name,
            day: formatDay(latest),
            charge: charge.amount === 0 ? t('free') : formatMoney(charge),
          })}
        </li>
      ))}
      {cash_on_delivery && <li>{t('pincode-cash')}</li>}
    </ul>
  );
}

async function promiseFor(code: string): Promise<Check> {
  const [{ toMessage }, { serviceability }] = await Promise.all([import('@souk/api'), import('@souk/api/logistics')]);
  try {
    const delivery = await serviceability(code);
    remember(code);
    return { step: 'promised', delivery };
  } catch (error) {
    return { step: 'failed', ...toMessage(error) };
  }
}

function remembered(): string {
  try {
    const code = localStorage.getItem(REMEMBERED) ?? '';
    return PINCODE.test(code) ? code : '';
  } catch {
    return ''; // storage is blocked
  }
}

function remember(code: string): void {
  try {
    localStorage.setItem(REMEMBERED, code);
  } catch {
    // storage is blocked or full: the shopper types it again next time
  }
}
