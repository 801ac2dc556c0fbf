import { paths } from '@souk/api';
import { isCode } from '@souk/api/contacts';
import { useDeleteAccountMutation } from '@souk/api/user';
import { emit, toast } from '@souk/store/signals';
import { Button, ButtonLink, Card, ErrorNote, Field } from '@souk/ui';
import { AccountFrame } from '../frame/AccountFrame';
import css from '../frame/Form.module.css';
import { useForm } from '../frame/use-form';
import { t } from '../messages';

/** The second proof: with it the account is closed, and this browser is signed out. */
export function DeletionCodePage() {
  const [deleteAccount] = useDeleteAccountMutation();
  const { form, field, busy, problem } = useForm({
    initial: { code: '' },
    check: ({ code }) => (isCode(code) ? {} : { code: t('short-code') }),
    send: ({ code }) => deleteAccount({ code }),
    explain: ({ code, cause, fix }) => (code === 'wrong-code' ? { code: `${cause} ${fix}` } : {}),
    onDone: () => {
      emit('auth:signed-out', null);
      toast(t('account-deleted'), { tone: 'good' });
    },
  });
  return (
    <AccountFrame part="privacy" title={t('deletion')} lead={t('deletion-code-sent')}>
      <Card>
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
            <Button type="submit" look="danger" busy={busy}>
              {t('deletion-confirm')}
            </Button>
            <ButtonLink look="quiet" href={paths.account({ part: 'privacy' })}>
              {t('keep-account')}
            </ButtonLink>
          </div>
        </form>
      </Card>
    </AccountFrame>
  );
}
