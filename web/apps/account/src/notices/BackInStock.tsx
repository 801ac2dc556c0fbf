import { toMessage, useIdentity } from '@souk/api';
import { isEmail } from '@souk/api/contacts';
import { useAskNoticeMutation, useNotices, useTakeBackNoticeMutation } from '@souk/api/user';
import { toast } from '@souk/store/signals';
import { Button, ErrorNote, Field } from '@souk/ui';
import { useEffect, useRef, useState } from 'react';
import type { Exposed } from '../exposes';
import { useForm } from '../frame/use-form';
import css from './BackInStock.module.css';
import { t } from './messages';

type Awaited = Exposed['BackInStock'];

/** For what is sold out: customers ask by one click, guests say where to write to; what is asked can be taken back. */
export function BackInStock(product: Awaited) {
  const { productId, sku, handle, title } = product;
  const isCustomer = useIdentity() === 'signed-in';
  const { data } = useNotices();
  const [ask, asking] = useAskNoticeMutation();
  const [open, setOpen] = useState(false);
  const isWaiting = data?.items.some((notice) => notice.product_id === productId && notice.sku === sku) ?? false;
  if (isWaiting) return <Waiting {...product} onBack={() => setOpen(false)} />;
  if (open) return <WhereToWrite send={(email) => ask({ productId, sku, handle, email })} />;
  const start = async () => {
    if (!isCustomer) return setOpen(true);
    const { error } = await ask({ productId, sku, handle, email: null });
    if (error) refused(error);
  };
  return (
    <Button wide busy={asking.isLoading} aria-label={t('notify-what', { title })} onClick={() => void start()}>
      {t('notify')}
    </Button>
  );
}

function Waiting({ productId, sku, onBack }: Awaited & { onBack: () => void }) {
  const [takeBack, takingBack] = useTakeBackNoticeMutation();
  const undo = async () => {
    const { error } = await takeBack({ productId, sku });
    if (error) refused(error);
    else onBack();
  };
  return (
    <p className={css['waiting']} role="status">
      <span>{t('waiting')}</span>
      <Button look="quiet" busy={takingBack.isLoading} onClick={() => void undo()}>
        {t('undo')}
      </Button>
    </p>
  );
}

function WhereToWrite({ send }: { send: (email: string) => Promise<{ error?: unknown }> }) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  const { form, field, busy, problem } = useForm({
    initial: { email: '' },
    check: ({ email }) => (isEmail(email) ? {} : { email: t('email-wrong') }),
    send: ({ email }) => send(email.trim()),
    onDone: () => undefined, // the list says so
  });
  return (
    <form {...form} className={css['form']}>
      {problem && <ErrorNote {...problem} />}
      <Field
        ref={input}
        label={t('email')}
        hint={t('email-hint')}
        type="email"
        autoComplete="email"
        maxLength={254}
        required
        {...field('email')}
        after={
          <Button type="submit" busy={busy} className={css['send']}>
            {t('ask')}
          </Button>
        }
      />
    </form>
  );
}

function refused(error: unknown): void {
  const { cause, fix } = toMessage(error);
  toast(`${cause} ${fix}`, { tone: 'bad' });
}
