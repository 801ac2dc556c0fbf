import { useRenewRecoveryCodesMutation, useSwitchFactorOffMutation } from '@souk/api/user';
import { toast } from '@souk/store/signals';
import { Button, ErrorNote, Field, PasswordField } from '@souk/ui';
import css from '../frame/Form.module.css';
import { useForm } from '../frame/use-form';
import { t } from '../messages';

interface BothFactorsFormProps {
  purpose: 'renew' | 'off';
  onCodes: (codes: readonly string[]) => void;
}

/** What weakens the lock is asked with both keys: the password and a code. */
export function BothFactorsForm({ purpose, onCodes }: BothFactorsFormProps) {
  const [renew] = useRenewRecoveryCodesMutation();
  const [switchOff] = useSwitchFactorOffMutation();
  const { form, field, busy, problem } = useForm({
    initial: { password: '', code: '' },
    check: ({ password, code }) => ({
      ...(password === '' && { password: t('wrong-password') }),
      ...(code.trim() === '' && { code: t('short-factor') }),
    }),
    send: async (typed) => {
      if (purpose === 'off') return switchOff(typed);
      const { data, error } = await renew(typed);
      if (data) onCodes(data.codes);
      return { error };
    },
    explain: ({ code, cause, fix }) => {
      if (code === 'wrong-credentials') return { password: t('not-your-password') };
      return code === 'wrong-second-factor' ? { code: `${cause} ${fix}` } : {};
    },
    onDone: () => {
      if (purpose === 'off') toast(t('switched-off'), { tone: 'good' });
    },
  });
  return (
    <form {...form} className={css['form']}>
      {problem && <ErrorNote {...problem} />}
      <PasswordField label={t('your-password')} isNew={false} required {...field('password')} />
      <Field label={t('factor-code')} hint={t('factor-code-rule')} autoComplete="one-time-code" maxLength={32} required {...field('code')} />
      <div className={css['actions']}>
        <Button type="submit" look={purpose === 'off' ? 'danger' : 'secondary'} busy={busy}>
          {t(purpose === 'off' ? 'switch-off' : 'renew-codes')}
        </Button>
      </div>
    </form>
  );
}
