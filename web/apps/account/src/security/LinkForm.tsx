import { paths } from '@souk/api';
import { useBeginLinkMutation, useUnlinkLoginMutation } from '@souk/api/user';
import { keepWayBack } from '@souk/api/way-back';
import { toast } from '@souk/store/signals';
import { Button, ErrorNote, PasswordField } from '@souk/ui';
import { useEffect } from 'react';
import css from '../frame/Form.module.css';
import { useForm } from '../frame/use-form';
import { t } from '../messages';

/** What is to change: by the provider's name, or by the id of what is linked. */
export type Change = { provider: string } & ({ link: string; unlink?: never } | { unlink: string; link?: never });

/** What changes how one gets in is asked with the password. */
export function LinkForm({ change, onDone }: { change: Change; onDone: () => void }) {
  const [begin] = useBeginLinkMutation();
  const [unlink] = useUnlinkLoginMutation();
  const { form, field, busy, problem, element } = useForm({
    initial: { password: '' },
    check: ({ password }) => (password === '' ? { password: t('wrong-password') } : {}),
    send: async ({ password }) => {
      if (change.unlink) return unlink({ id: change.unlink, password });
      const { data, error } = await begin({ provider: change.link ?? '', password });
      if (data) {
        keepWayBack(paths.account({ part: 'security' }));
        location.assign(data.url);
      }
      return { error };
    },
    explain: ({ code }) => (code === 'wrong-credentials' ? { password: t('not-your-password') } : {}),
    onDone: () => {
      if (change.unlink) toast(t('unlinked', { provider: change.provider }), { tone: 'good' });
      if (change.unlink) onDone();
    },
  });
  useEffect(() => element.current?.querySelector('input')?.focus(), [element]);

  return (
    <form {...form} className={css['form']}>
      {problem && <ErrorNote {...problem} />}
      <PasswordField label={t('your-password')} isNew={false} required {...field('password')} />
      <div className={css['actions']}>
        <Button type="submit" look={change.unlink ? 'danger' : 'primary'} busy={busy}>
          {t(change.unlink ? 'unlink-now' : 'link-now', { provider: change.provider })}
        </Button>
      </div>
    </form>
  );
}
