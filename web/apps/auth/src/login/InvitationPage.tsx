import { isApiError, paths } from '@souk/api';
import { isLongEnough } from '@souk/api/contacts';
import { useAcceptInvitationMutation } from '@souk/api/user';
import { Button, ButtonLink, ErrorNote, Field, PasswordField } from '@souk/ui';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { t } from '../messages';
import css from './EntryForm.module.css';
import { focusSoon } from './EntryForm';
import { refusalOf, wrongBy, type Wrong } from './fields';
import { Frame } from './Frame';

interface Invited {
  userType: 'seller' | 'admin';
  token: string;
}

/** Where the link of an invitation leads; its secret stands behind the #, which no server is told. */
export function InvitationPage() {
  const [invited, setInvited] = useState<Invited | null>();
  const [accept, accepting] = useAcceptInvitationMutation();
  useEffect(() => setInvited(invitedBy(location.hash)), []);

  if (invited === undefined) return null; // what the link says is known in the browser alone
  if (invited === null) {
    return (
      <Frame title={t('invitation-title')} lead={t('no-invitation')}>
        <ButtonLink wide href={paths.home()}>
          {t('to-shop')}
        </ButtonLink>
      </Frame>
    );
  }
  if (accepting.isSuccess) {
    return (
      <Frame title={t('invitation-accepted', { name: accepting.data.name })} lead={t('invitation-accepted-lead', { email: accepting.data.email })}>
        <ButtonLink look="primary" size="large" wide href={paths.home()}>
          {t('to-shop')}
        </ButtonLink>
      </Frame>
    );
  }
  return (
    <Frame title={t('invitation-title')} lead={t('invitation-lead')}>
      <InvitationForm
        busy={accepting.isLoading}
        problem={isApiError(accepting.error) ? accepting.error : null}
        onAccept={(name, password) => void accept({ ...invited, name, password })}
      />
    </Frame>
  );
}

interface InvitationFormProps {
  busy: boolean;
  problem: Parameters<typeof refusalOf>[0] | null;
  onAccept: (name: string, password: string) => void;
}

function InvitationForm({ busy, problem, onAccept }: InvitationFormProps) {
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [wrong, setWrong] = useState<Wrong>({});
  const form = useRef<HTMLFormElement>(null);
  const refuse = (found: Wrong) => {
    setWrong(found);
    focusSoon(form, '[aria-invalid="true"]');
  };
  useEffect(() => {
    if (problem) refuse(wrongBy(problem));
  }, [problem]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    const found: Wrong = {
      ...(name.trim() === '' && { name: t('wrong-your-name') }),
      ...(!isLongEnough(password) && { password: t('short-password') }),
    };
    refuse(found);
    if (Object.keys(found).length === 0) onAccept(name.trim(), password);
  };

  return (
    <form ref={form} onSubmit={submit} noValidate className={css['form']}>
      {problem && <ErrorNote {...refusalOf(problem)} />}
      <Field
        label={t('name')}
        name="name"
        autoComplete="name"
        maxLength={120}
        required
        value={name}
        error={wrong.name}
        onChange={({ target }) => setName(target.value)}
      />
      <PasswordField
        label={t('password')}
        hint={t('password-rule')}
        isNew
        name="password"
        required
        value={password}
        error={wrong.password}
        onChange={({ target }) => setPassword(target.value)}
      />
      <Button type="submit" look="primary" size="large" wide busy={busy}>
        {t('accept-invitation')}
      </Button>
    </form>
  );
}

function invitedBy(hash: string): Invited | null {
  const given = new URLSearchParams(hash.slice(1));
  const [userType, token] = [given.get('type'), given.get('token')];
  return (userType === 'seller' || userType === 'admin') && token ? { userType, token } : null;
}
