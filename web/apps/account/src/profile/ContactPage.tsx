import { paths } from '@souk/api';
import { isCode, isEmail, isPhone } from '@souk/api/contacts';
import type { PageProps } from '@souk/federation';
import { useAskContactMutation, useChangeContactMutation } from '@souk/api/user';
import { toast } from '@souk/store/signals';
import { Button, ButtonLink, Card, ErrorNote, Field, PasswordField } from '@souk/ui';
import { useState } from 'react';
import { AccountFrame } from '../frame/AccountFrame';
import css from '../frame/Form.module.css';
import { useForm } from '../frame/use-form';
import { t } from '../messages';

interface ContactPageProps {
  kind: 'email' | 'phone';
  sent: boolean;
  navigate: PageProps['shell']['navigate'];
}

/** A new address or number counts once a code that was sent there comes back. */
export function ContactPage({ kind, sent, navigate }: ContactPageProps) {
  const [to, setTo] = useState('');
  const asked = (contact: string) => {
    setTo(contact);
    navigate(paths.contact({ kind, sent: true }));
  };
  const done = () => {
    toast(t(`${kind}-changed`), { tone: 'good' });
    navigate(paths.account({ part: 'profile' }));
  };
  const lead = sent ? (to ? t('code-sent', { to }) : t('code-sent-there')) : t(`new-${kind}-lead`);
  return (
    <AccountFrame part="profile" title={t(`new-${kind}-title`)} lead={lead}>
      <Card>{sent ? <CodeForm kind={kind} onDone={done} /> : <AskForm kind={kind} onAsked={asked} />}</Card>
    </AccountFrame>
  );
}

function AskForm({ kind, onAsked }: { kind: 'email' | 'phone'; onAsked: (contact: string) => void }) {
  const [askContact] = useAskContactMutation();
  const { form, field, busy, problem } = useForm({
    initial: { [kind]: '', password: '' } as { email: string; phone: string; password: string },
    check: (typed) => ({
      ...(kind === 'email' ? !isEmail(typed.email) && { email: t('wrong-email') } : !isPhone(typed.phone) && { phone: t('wrong-phone') }),
      ...(typed.password === '' && { password: t('wrong-password') }),
    }),
    send: (typed) => askContact({ [kind]: typed[kind].trim(), password: typed.password }),
    explain: ({ code }) => (code === 'wrong-credentials' ? { password: t('not-your-password') } : {}),
    onDone: (typed) => onAsked(typed[kind].trim()),
  });
  return (
    <form {...form} className={css['form']}>
      {problem && <ErrorNote {...problem} />}
      {kind === 'email' ? (
        <Field label={t('new-email')} type="email" autoComplete="email" maxLength={254} required {...field('email')} />
      ) : (
        <Field label={t('new-phone')} type="tel" autoComplete="tel" maxLength={24} required {...field('phone')} />
      )}
      <PasswordField label={t('your-password')} hint={t('your-password-why')} isNew={false} required {...field('password')} />
      <div className={css['actions']}>
        <Button type="submit" look="primary" busy={busy}>
          {t('send-code')}
        </Button>
        <ButtonLink look="quiet" href={paths.account({ part: 'profile' })}>
          {t('cancel')}
        </ButtonLink>
      </div>
    </form>
  );
}

function CodeForm({ kind, onDone }: { kind: 'email' | 'phone'; onDone: () => void }) {
  const [changeContact] = useChangeContactMutation();
  const { form, field, busy, problem } = useForm({
    initial: { code: '' },
    check: ({ code }) => (isCode(code) ? {} : { code: t('short-code') }),
    send: ({ code }) => changeContact({ code }),
    explain: ({ code, cause, fix }) => (code === 'wrong-code' ? { code: `${cause} ${fix}` } : {}),
    onDone,
  });
  return (
    <form {...form} className={css['form']}>
      {problem && <ErrorNote {...problem} />}
      <Field
        label={t('code')}
        hint={t('code-rule')}
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={32}
        required
        {...field('code')}
      />
      <div className={css['actions']}>
        <Button type="submit" look="primary" busy={busy}>
          {t('confirm')}
        </Button>
        <ButtonLink look="quiet" href={paths.contact({ kind })}>
          {t('another-code')}
        </ButtonLink>
      </div>
    </form>
  );
}
