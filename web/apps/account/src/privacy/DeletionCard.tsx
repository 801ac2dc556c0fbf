import { isApiError, paths, type ApiError } from '@souk/api';
import { useAskDeletionMutation } from '@souk/api/user';
import { Button, Card, ErrorNote, PasswordField } from '@souk/ui';
import { useState } from 'react';
import css from '../frame/Form.module.css';
import { useForm } from '../frame/use-form';
import { t } from '../messages';
import own from '../security/SecurityPage.module.css';

const STAYS = ['stays-orders', 'stays-reviews', 'stays-parcels', 'stays-backups'] as const;

/** What goes and what stays, before the first of two proofs is asked for. */
export function DeletionCard({ onSent }: { onSent: () => void }) {
  return (
    <Card className={own['card']}>
      <h2>{t('deletion')}</h2>
      <p>{t('deletion-text')}</p>
      <p>{t('deletion-stays')}</p>
      <ul className={own['points']}>
        {STAYS.map((what) => (
          <li key={what}>{t(what)}</li>
        ))}
      </ul>
      <AskForm onSent={onSent} />
    </Card>
  );
}

function AskForm({ onSent }: { onSent: () => void }) {
  const [askDeletion] = useAskDeletionMutation();
  const [underWay, setUnderWay] = useState<readonly string[]>([]);
  const { form, field, busy, problem } = useForm({
    initial: { password: '' },
    check: ({ password }) => (password === '' ? { password: t('wrong-password') } : {}),
    send: async (typed) => {
      const { error } = await askDeletion(typed);
      setUnderWay(isApiError(error) ? numbersIn(error) : []);
      return { error };
    },
    explain: ({ code }) => (code === 'wrong-credentials' ? { password: t('not-your-password') } : {}),
    onDone: onSent,
  });
  return (
    <form {...form} className={css['form']} aria-label={t('deletion')}>
      {problem && <ErrorNote {...problem} />}
      {underWay.length > 0 && (
        <p>
          {t('deletion-under-way', { numbers: underWay.join(', ') })} <a href={paths.orders()}>{t('see-orders')}</a>
        </p>
      )}
      <PasswordField label={t('your-password')} hint={t('deletion-password-why')} isNew={false} required {...field('password')} />
      <div className={css['actions']}>
        <Button type="submit" look="danger" busy={busy}>
          {t('deletion-ask')}
        </Button>
      </div>
    </form>
  );
}

/** The orders that a refusal names. */
function numbersIn({ code, facts }: ApiError): string[] {
  const items = code === 'business-under-way' ? facts['items'] : [];
  if (!Array.isArray(items)) return [];
  return items.flatMap((item: unknown) => {
    if (typeof item !== 'object' || item === null || !('number' in item)) return [];
    return typeof item.number === 'string' ? [item.number] : [];
  });
}
