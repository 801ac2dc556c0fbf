import { paths } from '@souk/api';
import { isLongEnough } from '@souk/api/contacts';
import { useChangePasswordMutation, useMe } from '@souk/api/user';
import { toast } from '@souk/store/signals';
import { Button, ButtonLink, Card, ErrorNote, PasswordField } from '@souk/ui';
import css from '../frame/Form.module.css';
import { useForm } from '../frame/use-form';
import { t } from '../messages';
import own from './SecurityPage.module.css';

/** A new password for who knows the old one; a code by mail is for who does not. */
export function PasswordForm() {
  const { data: me } = useMe();
  const [changePassword] = useChangePasswordMutation();
  const { form, field, busy, problem, clear } = useForm({
    initial: { old_password: '', password: '' },
    check: (typed) => ({
      ...(typed.old_password === '' && { old_password: t('wrong-password') }),
      ...(!isLongEnough(typed.password) && { password: t('short-password') }),
    }),
    send: (typed) => changePassword(typed),
    explain: ({ code }) => (code === 'wrong-credentials' ? { old_password: t('not-your-password') } : {}),
    onDone: () => {
      clear();
      toast(t('password-changed'), { tone: 'good' });
    },
  });
  if (me?.has_password === false) return <NoPassword />;
  return (
    <Card className={own['card']}>
      <h2>{t('password')}</h2>
      <form {...form} className={css['form']}>
        {problem && <ErrorNote {...problem} />}
        <PasswordField label={t('old-password')} isNew={false} required {...field('old_password')} />
        <PasswordField label={t('new-password')} hint={t('password-rule')} isNew required {...field('password')} />
        <div className={css['actions']}>
          <Button type="submit" look="primary" busy={busy}>
            {t('change-password')}
          </Button>
          <ButtonLink look="quiet" href={paths.newPassword({ back: paths.account({ part: 'security' }) })}>
            {t('forgot-password')}
          </ButtonLink>
        </div>
      </form>
    </Card>
  );
}

/** Who came by a provider sets one with a code, since there is no old one to be asked for. */
function NoPassword() {
  return (
    <Card className={own['card']}>
      <h2>{t('password')}</h2>
      <p className={own['hint']}>{t('no-password-yet')}</p>
      <div>
        <ButtonLink look="primary" href={paths.newPassword({ back: paths.account({ part: 'security' }) })}>
          {t('set-password')}
        </ButtonLink>
      </div>
    </Card>
  );
}
